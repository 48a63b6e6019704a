"use client";
import { WindowVirtualizer } from "virtua";
import { ListEnd } from "#components/sessions/list-end.tsx";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import type { ExampleNarrowing } from "./example-narrowing.ts";
import { type ExampleActions, ExampleRow } from "./example-row.tsx";
import { useExamples } from "./use-examples.ts";

const drawAheadPx = 400;
const usualHeightPx = 45;

interface ExampleListProps {
  narrowing: ExampleNarrowing;
  /** null for who may only read. */
  actions: ExampleActions | null;
  showAll: () => void;
}

/** The examples that fit, of which only those near the window are drawn. */
export function ExampleList({ narrowing, actions, showAll }: ExampleListProps) {
  const list = useExamples(narrowing);
  const { data, error, examples, total, hasNextPage, isFetchingNextPage, isPlaceholderData } = list;
  const more = () => void list.fetchNextPage();
  const narrowed = narrowing.q !== "" || narrowing.capability !== "" || narrowing.origin !== "";
  if (error && !data) return <FailureNotice error={error} retry={list.refetch} />;
  if (!data) return <Loading label="Loading the examples" rows={6} />;
  return (
    <>
      <p role="status" className="text-xs text-muted">
        {isPlaceholderData ? "Searching…" : `${total.toLocaleString("en")} ${total === 1 ? "example" : "examples"}`}
      </p>
      {examples.length > 0 && (
        <section
          aria-label="Examples that fit"
          aria-busy={isPlaceholderData}
          className={`rounded-lg border border-line bg-surface ${isPlaceholderData ? "opacity-60" : ""}`}
        >
          <WindowVirtualizer as="ul" item="li" data={examples} bufferSize={drawAheadPx} itemSize={usualHeightPx}>
            {(example) => (
              <ExampleRow
                key={example.id}
                example={example}
                removed={narrowing.origin === "removed"}
                actions={isPlaceholderData ? null : actions}
              />
            )}
          </WindowVirtualizer>
        </section>
      )}
      {examples.length === 0 && !isPlaceholderData && (
        <div className="space-y-2 rounded-lg border border-dashed border-line px-4 py-8 text-center text-sm text-muted">
          <p>{narrowed ? "No example is like that." : "There are no examples."}</p>
          {narrowed && (
            <Button size="small" onClick={showAll}>
              Show all
            </Button>
          )}
        </div>
      )}
      {list.isFetchNextPageError && <FailureNotice error={error} retry={more} />}
      {hasNextPage && !isPlaceholderData && !list.isFetchNextPageError && (
        <ListEnd busy={isFetchingNextPage} more={more} />
      )}
    </>
  );
}
