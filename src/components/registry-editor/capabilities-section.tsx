"use client";
import "#components/api/zod-without-eval.ts";
import { useId, useState } from "react";
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
  const write = (next: readonly CapabilityDraft[]) => edit({ capabilities: next });
  return (
    <Section
      title="What it is good at"
      note="The router sends a request to those that are primary for what it asks; the score decides between them."
    >
      {capabilities.length === 0 && <p className="text-sm text-muted">No capability yet: only who names it asks it.</p>}
      <ul aria-label="Capabilities" className="divide-y divide-line">
        {capabilities.map((one) => (
          <CapabilityRow
            key={one.id}
            capability={one}
            evidence={view?.evidence.find(({ capability }) => capability === one.id)}
            onChange={(change) => write(capabilities.map((row) => (row.id === one.id ? { ...row, ...change } : row)))}
            onRemove={() => write(capabilities.filter((row) => row.id !== one.id))}
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
  const { errors } = useEditorContent();
  const { data: specialists = [] } = useSpecialists();
  const [text, setText] = useState("");
  const offers = useId();
  const id = fieldId("capabilities");
  const known = new Set(
    specialists.flatMap((one) => [...one.capabilities.primary, ...Object.keys(one.capabilities.scores)]),
  );
  const wanted = text.trim();
  const wrong =
    wanted === ""
      ? undefined
      : there.includes(wanted)
        ? "is in the list already"
        : capabilityId.safeParse(wanted).error?.issues[0]?.message;
  const add = () => {
    if (wanted === "" || wrong) return;
    onAdd(wanted);
    setText("");
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
          value={text}
          autoComplete="off"
          spellCheck={false}
          placeholder="such as code-analysis"
          aria-invalid={wrong || errors.has("capabilities") ? true : undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => setText(event.target.value)}
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
