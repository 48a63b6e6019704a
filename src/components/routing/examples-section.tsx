"use client";
import { useState } from "react";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { CapabilityCounts } from "./capability-counts.tsx";
import { ExampleFilters } from "./example-filters.tsx";
import { ExampleForm } from "./example-form.tsx";
import { ExampleList } from "./example-list.tsx";
import { LearningState } from "./learning-state.tsx";
import { useExampleChanges } from "./use-example-changes.ts";
import { useExampleNarrowing } from "./use-example-narrowing.ts";
import { useRouterState } from "./use-examples.ts";

/** The requests the router has learned from, each under the capability it is one of. */
export function ExamplesSection() {
  const { data: state, error, refetch } = useRouterState();
  const { data: status } = useHubStatus();
  const { narrowing, narrow } = useExampleNarrowing();
  const [adding, setAdding] = useState(false);
  const { add } = useExampleChanges();
  const editable = status?.actor.role === "admin";
  const capabilities = state?.capabilities.map(({ capability }) => capability) ?? [];
  return (
    <section aria-label="Examples" className="space-y-3">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold">Examples</h2>
          <p className="mt-0.5 max-w-prose text-sm text-muted">
            Requests the router has learned from. It goes by what they have in common, so a few good ones change more
            than many alike.
          </p>
        </div>
        {editable && !adding && (
          <Button icon="plus" onClick={() => setAdding(true)}>
            Add an example
          </Button>
        )}
      </div>
      {error && !state && <FailureNotice error={error} retry={refetch} />}
      {!error && !state && <Loading label="Loading the examples" rows={4} />}
      {state && <LearningState state={state} />}
      {editable && adding && (
        <div className="rounded-lg border border-accent bg-surface p-3">
          <ExampleForm
            label="Add an example"
            capabilities={capabilities}
            initial={{ capability: narrowing.capability, text: "" }}
            save={add}
            saveWords="Add"
            onDone={() => setAdding(false)}
          />
        </div>
      )}
      {state && (
        <>
          <ExampleFilters state={state} narrowing={narrowing} narrow={narrow} />
          <div className="items-start gap-4 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
            <CapabilityCounts
              state={state}
              chosen={narrowing.capability}
              onChoose={(capability) => narrow({ capability })}
            />
            <div className="space-y-2">
              <ExampleList
                narrowing={narrowing}
                capabilities={capabilities}
                editable={editable}
                showAll={() => narrow({ q: "", capability: "", origin: "" })}
              />
            </div>
          </div>
        </>
      )}
    </section>
  );
}
