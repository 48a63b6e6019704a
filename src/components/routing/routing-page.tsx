"use client";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { AskRouter } from "./ask-router.tsx";
import { ExamplesSection } from "./examples-section.tsx";

/** How the router decides: for one message, and from what it has learned. */
export function RoutingPage() {
  return (
    <div className="mx-auto max-w-5xl">
      <PageHeading title="Routing">
        Who gets a message that names nobody, why, and the examples from which the router has learned that.
      </PageHeading>
      <section aria-label="Where would this go?" className="mb-6">
        <AskRouter
          title="Where would this go?"
          about="What would happen to it if it were sent to auto: first the routing rules, then what the router has learned. Nothing is sent to a specialist."
        />
      </section>
      <ExamplesSection />
    </div>
  );
}
