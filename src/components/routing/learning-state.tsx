"use client";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { RouterState } from "#contract/routing.ts";

/** Whether the router is learning, from how much it has learned and when, and how far a helper's index is. */
export function LearningState({ state }: { state: RouterState }) {
  const { training, trained_at, examples, failure, embedding } = state;
  return (
    <div className="space-y-2 text-sm text-muted">
      <p role="status" className="flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className={`size-2 shrink-0 rounded-full ${training ? "animate-pulse bg-accent" : failure ? "bg-danger" : "bg-good"}`}
        />
        <span>
          {training ? (
            "Learning… Until it is done, the router answers as before."
          ) : (
            <>
              Learned from {examples.toLocaleString("en")} examples, <LocalTime at={trained_at} />.
            </>
          )}
        </span>
      </p>
      {failure && (
        <Notice tone="danger">The router could not learn from the examples and answers as before. {failure}</Notice>
      )}
      {embedding && <EmbeddingIndex {...embedding} />}
    </div>
  );
}

function EmbeddingIndex({ model, done, total, state }: NonNullable<RouterState["embedding"]>) {
  const says = {
    reading: `is reading the examples: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}.`,
    "in use": "has read all examples and is in use.",
    "not used": "has read all examples, but tells them apart too badly to be used.",
  };
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      {`The embedding model ${model} ${says[state]}`}
      {state === "reading" && (
        <progress
          aria-label="Examples read"
          value={done}
          max={total}
          className="h-1.5 w-32 overflow-hidden rounded-full bg-sunken [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent"
        />
      )}
    </p>
  );
}
