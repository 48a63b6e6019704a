"use client";
import { DryRun } from "./dry-run.tsx";
import { useEditorContent } from "./editor-context.ts";
import { Field, inputLook } from "./field.tsx";
import { Section } from "./section.tsx";

/** The system prompt, and beside it what the entry makes of a message with the prompt as it stands. */
export function PromptSection() {
  const { draft, edit, readOnly } = useEditorContent();
  const { system_prompt } = draft;
  return (
    <Section title="What it is told">
      <div className={`grid gap-4 ${readOnly ? "" : "lg:grid-cols-2"}`}>
        <Field
          place="system_prompt"
          label="System prompt"
          meaning={`${system_prompt.length.toLocaleString("en")} of 32,768 characters`}
        >
          {(ids) => (
            <textarea
              {...ids}
              rows={18}
              readOnly={readOnly}
              value={system_prompt}
              onChange={(event) => edit({ system_prompt: event.target.value })}
              className={`${inputLook} min-h-72 resize-y py-1.5 font-mono text-[0.8125rem] leading-relaxed`}
            />
          )}
        </Field>
        {!readOnly && <DryRun />}
      </div>
    </Section>
  );
}
