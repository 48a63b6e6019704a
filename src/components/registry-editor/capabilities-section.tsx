"use client";
import "#components/api/zod-without-eval.ts";
import { useId, useRef } from "react";
import { flushSync } from "react-dom";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import { capabilityId } from "#contract/specialist.ts";
import { CapabilityRow } from "./capability-row.tsx";
import type { CapabilityDraft } from "./draft.ts";
import { useEditorContent } from "./editor-context.ts";
import { FieldError, fieldId, inputLook } from "./field.tsx";
import { Section } from "./section.tsx";

const firstScore = 0.5;

/** What it is good at: a score for each capability, and what was seen of it beside. */
export function CapabilitiesSection() {
  const { draft, edit, view, readOnly } = useEditorContent();
  const { capabilities } = draft;
  const list = useRef<HTMLUListElement>(null);
  const write = (next: readonly CapabilityDraft[]) => edit({ capabilities: next });
  const remove = (index: number) => {
    flushSync(() => write(capabilities.toSpliced(index, 1)));
    const rows = list.current?.children;
    const neighbour = rows?.[Math.min(index, rows.length - 1)]?.querySelector("button");
    (neighbour ?? document.getElementById(fieldId("capabilities")))?.focus();
  };
  return (
    <Section
      title="What it is good at"
      note="The router sends a request to those that are primary for what it asks; the score decides between them."
    >
      {capabilities.length === 0 && <p className="text-sm text-muted">No capability yet: only who names it asks it.</p>}
      <ul ref={list} aria-label="Capabilities" className="divide-y divide-line">
        {capabilities.map((one, i) => (
          <CapabilityRow
            key={one.id}
            capability={one}
            evidence={view?.evidence.find(({ capability }) => capability === one.id)}
            onChange={(change) => write(capabilities.map((row) => (row.id === one.id ? { ...row, ...change } : row)))}
            onRemove={() => remove(i)}
          />
        ))}
      </ul>
      {!readOnly && (
        <AddCapability
          there={capabilities.map(({ id }) => id)}
          onAdd={(id) => write([...capabilities, { id, score: firstScore, primary: false, learned: false }])}
        />
      )}
    </Section>
  );
}

/** A field for one more capability; those that others have are offered. */
function AddCapability({ there, onAdd }: { there: readonly string[]; onAdd: (id: string) => void }) {
  const { errors, oneMore, typeOneMore } = useEditorContent();
  const { data: specialists = [] } = useSpecialists();
  const offers = useId();
  const id = fieldId("capabilities");
  const known = new Set(
    specialists.flatMap((one) => [...one.capabilities.primary, ...Object.keys(one.capabilities.scores)]),
  );
  const wanted = oneMore.trim();
  const wrong =
    wanted === ""
      ? undefined
      : there.includes(wanted)
        ? "is in the list already"
        : capabilityId.safeParse(wanted).error?.issues[0]?.message;
  const add = () => {
    if (wanted === "" || wrong) return;
    onAdd(wanted);
    typeOneMore("");
  };
  return (
    <div className="mt-3 border-t border-line pt-3">
      <label htmlFor={id} className="block text-sm font-medium">
        One more capability
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={id}
          list={offers}
          value={oneMore}
          autoComplete="off"
          spellCheck={false}
          placeholder="such as code-analysis"
          aria-invalid={wrong || errors.has("capabilities") ? true : undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => typeOneMore(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
          className={`${inputLook} h-9 max-w-64 font-mono text-sm`}
        />
        <datalist id={offers}>
          {[...known]
            .filter((one) => !there.includes(one))
            .sort()
            .map((one) => (
              <option key={one} value={one} />
            ))}
        </datalist>
        <Button icon="plus" disabled={wanted === "" || wrong !== undefined} onClick={add}>
          Add
        </Button>
      </div>
      <FieldError id={`${id}-error`} words={wrong ?? errors.get("capabilities")} />
    </div>
  );
}
