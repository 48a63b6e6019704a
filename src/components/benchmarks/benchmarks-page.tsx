import { PageHeading } from "#components/ui/page-heading.tsx";

/** Where the figures come from while this page has none of its own. */
export function BenchmarksPage() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title="Benchmarks">This page shows no figures of its own.</PageHeading>
      <div className="space-y-3 rounded-lg border border-line bg-surface px-4 py-4">
        <p>Run this beside the hub, on the machine it runs on:</p>
        <pre className="overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm">npm run bench</pre>
        <p className="text-sm text-muted">
          It asks a scripted upstream directly, through a bare proxy and through the hub, and prints what the hub itself
          adds to an answer. It measures no model. The figures of a single answer stand below that answer, on the team
          and chat pages.
        </p>
      </div>
    </div>
  );
}
