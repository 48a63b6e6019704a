"use client";
import { Button } from "#components/ui/button.tsx";

/** What is left of a page that failed to draw. Runs are the hub's own and go on without it. */
export function PageError({ retry }: { retry: () => void }) {
  return (
    <div className="mx-auto max-w-xl px-4 py-20" role="alert">
      <h1 className="text-xl font-semibold">This page failed to draw</h1>
      <p className="mt-2 text-muted">Nothing is lost: answers are kept by the hub and go on without the page.</p>
      <Button className="mt-4" icon="retry" onClick={retry}>
        Draw it again
      </Button>
    </div>
  );
}
