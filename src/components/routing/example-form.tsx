"use client";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useEffect, useId } from "react";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { ExampleWords } from "./use-example-changes.ts";

interface ExampleFormProps {
  label: string;
  /** Those that have examples; the registry's others can be chosen too. */
  capabilities: readonly string[];
  words: ExampleWords;
  onWords: (words: ExampleWords) => void;
  /** Whether `words` are as they were: there is nothing to save. */
  same: boolean;
  area: RefObject<HTMLTextAreaElement | null>;
  save: (words: ExampleWords) => Promise<unknown>;
  saveWords: string;
  onDone: (saved: boolean) => void;
}

/** An example's words and its capability. Enter saves, Esc leaves it. */
export function ExampleForm({
  label,
  capabilities,
  words,
  onWords,
  same,
  area,
  save,
  saveWords,
  onDone,
}: ExampleFormProps) {
  const id = useId();
  const { data: specialists = [] } = useSpecialists();
  const { mutate, isPending, error } = useMutation({ mutationFn: save, onSuccess: () => onDone(true) });
  useEffect(() => area.current?.focus({ preventScroll: true }), [area]);
  const declared = specialists.flatMap((one) => [...one.capabilities.primary, ...Object.keys(one.capabilities.scores)]);
  const choices = [...new Set([...capabilities, ...declared, words.capability])].filter((one) => one !== "").sort();
  const ready = words.text.trim().length >= 3 && words.capability !== "";
  const submit = () => {
    if (same) onDone(false);
    else if (ready && !isPending) mutate({ ...words, text: words.text.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onDone(false);
    else if (event.key === "Enter" && !event.shiftKey && event.target === area.current) submit();
    else return;
    event.preventDefault();
  };
  return (
    <form
      aria-label={label}
      className="space-y-2"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={id} className="sr-only">
        What somebody would write
      </label>
      <textarea
        ref={area}
        id={id}
        rows={2}
        maxLength={2000}
        value={words.text}
        placeholder="What somebody would write"
        onChange={(event) => onWords({ ...words, text: event.target.value })}
        className="field-sizing-content block max-h-60 min-h-16 w-full resize-none rounded-md border border-line bg-canvas px-2.5 py-2 text-sm"
      />
      <div className="flex flex-wrap items-center gap-2">
        <label className="flex min-w-0 items-center gap-2 text-sm">
          is
          <select
            aria-label="Capability"
            value={words.capability}
            onChange={(event) => onWords({ ...words, capability: event.target.value })}
            className="h-8 min-w-0 rounded-md border border-line bg-canvas px-1.5"
          >
            <option value="">which capability?</option>
            {choices.map((capability) => (
              <option key={capability} value={capability}>
                {capability}
              </option>
            ))}
          </select>
        </label>
        <span className="ml-auto flex gap-2">
          <Button look="quiet" size="small" className="h-8" onClick={() => onDone(false)}>
            Cancel
          </Button>
          <Button type="submit" look="primary" size="small" className="h-8" disabled={!ready || isPending}>
            {isPending ? "Saving…" : saveWords}
          </Button>
        </span>
      </div>
      {error && <FailureNotice error={error} />}
    </form>
  );
}
