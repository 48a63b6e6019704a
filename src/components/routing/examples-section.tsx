"use client";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { useAddressState } from "#components/ui/use-address-state.ts";
import { CapabilityCounts } from "./capability-counts.tsx";
import { ExampleFilters } from "./example-filters.tsx";
import { ExampleForm } from "./example-form.tsx";
import { ExampleList } from "./example-list.tsx";
import { exampleNarrowingForm } from "./example-narrowing.ts";
import { LearningState } from "./learning-state.tsx";
import { type ExampleWords, useExampleChanges } from "./use-example-changes.ts";
import { useRouterState } from "./use-examples.ts";

interface OpenForm {
  /** Of the example that is edited; null: a new one. */
  readonly id: string | null;
  readonly initial: ExampleWords;
  readonly words: ExampleWords;
  /** What opened it. */
  readonly opener: Element | null;
}

const isSame = ({ initial, words }: OpenForm): boolean =>
  words.text.trim() === initial.text && words.capability === initial.capability;

/** The requests the router has learned from, each under the capability it is one of. */
export function ExamplesSection() {
  const { data: state, error, refetch } = useRouterState();
  const { data: status } = useHubStatus();
  const { state: narrowing, change: narrow } = useAddressState(exampleNarrowingForm);
  /** Here and not in its row, which goes when it is scrolled away. */
  const [form, setForm] = useState<OpenForm | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const { add, edit, remove, bringBack } = useExampleChanges();
  const editable = status?.actor.role === "admin";
  const capabilities = state?.capabilities.map(({ capability }) => capability) ?? [];
  const open = (id: string | null, initial: ExampleWords) => {
    // What is half written there comes first.
    if (form && (form.id === id || !isSame(form))) area.current?.focus();
    else setForm({ id, initial, words: initial, opener: document.activeElement });
  };
  const close = (saved: boolean) => {
    flushSync(() => setForm(null));
    const opener = form?.opener;
    // The row of an example that was changed goes: the changed one has an id of its own.
    const stays = opener instanceof HTMLElement && opener.isConnected && !(saved && form?.id);
    (stays ? opener : addButton.current)?.focus({ preventScroll: true });
  };
  return (
    <section aria-label="Examples" data-rows className="space-y-3">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold">Examples</h2>
          <p className="mt-0.5 max-w-prose text-sm text-muted">
            Requests the router has learned from. It goes by what they have in common, so a few good ones change more
            than many alike.
          </p>
        </div>
        {editable && (
          <Button
            ref={addButton}
            icon="plus"
            data-add-row
            onClick={() => open(null, { capability: narrowing.capability, text: "" })}
          >
            Add an example
          </Button>
        )}
      </div>
      {error && !state && <FailureNotice error={error} retry={refetch} />}
      {!error && !state && <Loading label="Loading the examples" rows={4} />}
      {state && <LearningState state={state} />}
      {editable && form && (
        <div className="sticky top-2 z-10 rounded-lg border border-accent bg-surface p-3 shadow-lg">
          <ExampleForm
            key={form.id}
            label={form.id === null ? "Add an example" : "Edit the example"}
            capabilities={capabilities}
            words={form.words}
            onWords={(words) => setForm({ ...form, words })}
            same={isSame(form)}
            area={area}
            save={(words) => (form.id === null ? add(words) : edit({ id: form.id, ...words }))}
            saveWords={form.id === null ? "Add" : "Save"}
            onDone={close}
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
                actions={
                  editable
                    ? { edit: ({ id, capability, text }) => open(id, { capability, text }), remove, bringBack }
                    : null
                }
                showAll={() => narrow({ q: "", capability: "", origin: "" })}
              />
            </div>
          </div>
        </>
      )}
    </section>
  );
}
