"use client";
import { Button } from "#components/ui/button.tsx";
import type { CapabilityEvidence } from "#contract/registry.ts";
import type { CapabilityDraft } from "./draft.ts";
import { useEditorContent } from "./editor-context.ts";
import { learnedWords, scoreWords, seenWords, usedWords } from "./evidence-words.ts";

const step = 0.05;
/** Where the slider stands while no score is declared. */
const middle = 0.5;

interface CapabilityRowProps {
  capability: CapabilityDraft;
  /** undefined: it is not in the saved entry. */
  evidence: CapabilityEvidence | undefined;
  onChange: (change: Partial<CapabilityDraft>) => void;
  onRemove: () => void;
}

/** One capability: its score, whether it is primary, what was seen of it, and which score the router goes by. */
export function CapabilityRow({ capability, evidence, onChange, onRemove }: CapabilityRowProps) {
  const { readOnly } = useEditorContent();
  const { id, score, primary, learned } = capability;
  return (
    <li className="grid gap-x-6 gap-y-2 py-2.5 md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <div className="min-w-0">
        <div className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-mono text-sm font-medium" title={id}>
            {id}
          </span>
          <label className="flex items-center gap-1.5 text-xs">
            <input
              type="checkbox"
              aria-label={`${id} is primary`}
              checked={primary}
              disabled={readOnly}
              onChange={(event) => onChange({ primary: event.target.checked })}
              className="accent-accent"
            />
            primary
          </label>
          {!readOnly && (
            <Button
              look="quiet"
              size="small"
              icon="trash"
              label={`Remove ${id}`}
              onClick={onRemove}
              className="-mr-1"
            />
          )}
        </div>
        <div className="mt-1 flex items-center gap-3">
          <input
            type="range"
            aria-label={`Score of ${id}`}
            aria-valuetext={scoreWords(score)}
            min={0}
            max={1}
            step={step}
            value={score ?? middle}
            disabled={readOnly}
            onChange={(event) => onChange({ score: Number(event.target.value) })}
            className={`h-6 min-w-0 flex-1 accent-accent ${score === null ? "opacity-50" : ""}`}
          />
          <output aria-hidden="true" className="w-9 text-right text-sm tabular-nums">
            {scoreWords(score)}
          </output>
        </div>
      </div>
      <div className="min-w-0 space-y-1 text-xs text-muted">
        <p>{evidence ? seenWords(evidence) : "New: nothing can have been seen of it yet."}</p>
        <fieldset disabled={readOnly} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <legend className="sr-only">Score of {id} that the router goes by</legend>
          <label className="flex items-center gap-1.5">
            <input
              type="radio"
              name={`used-${id}`}
              checked={!learned}
              onChange={() => onChange({ learned: false })}
              className="accent-accent"
            />
            <span>
              declared <span className="text-ink tabular-nums">{scoreWords(score)}</span>
            </span>
          </label>
          <label className="flex items-center gap-1.5">
            <input
              type="radio"
              name={`used-${id}`}
              checked={learned}
              onChange={() => onChange({ learned: true })}
              className="accent-accent"
            />
            <span>
              learned <span className="text-ink tabular-nums">{evidence ? learnedWords(evidence) : "none yet"}</span>
            </span>
          </label>
        </fieldset>
        <p aria-live="polite">{usedWords(capability, evidence)}</p>
      </div>
    </li>
  );
}
