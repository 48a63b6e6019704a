"use client";
import { useEditorContent } from "./editor-context.ts";
import { Field, fieldId, inputLook, TextField } from "./field.tsx";
import { Section } from "./section.tsx";

/** The short name an id suggests: without `-ai`. */
const nameOf = (id: string): string => id.replace(/-ai$/, "");

/** Who it is: what people call it, what it is for, whether it answers. */
export function IdentitySection() {
  const { draft, edit, view, readOnly } = useEditorContent();
  const { id, name, role, description, enabled } = draft;
  const writeId = (next: string) => edit({ id: next, ...(name === nameOf(id) && { name: nameOf(next) }) });
  return (
    <Section title="Who it is">
      <div className="grid gap-4 sm:grid-cols-2">
        {!view && (
          <TextField
            place="id"
            label="Id"
            meaning="Such as apollo-ai. It cannot be changed later."
            mono
            value={id}
            onValue={writeId}
          />
        )}
        <TextField
          place="name"
          label="Name"
          meaning="The short name people type."
          mono
          value={name}
          onValue={(next) => edit({ name: next })}
        />
        <TextField
          place="role"
          label="Role"
          meaning="What it is for, in a few words."
          value={role}
          onValue={(next) => edit({ role: next })}
          className={view ? "" : "sm:col-span-2"}
        />
        <Field
          place="description"
          label="Description"
          meaning={`${description.length.toLocaleString("en")} of 1,000 characters`}
          className="sm:col-span-2"
        >
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              readOnly={readOnly}
              value={description}
              onChange={(event) => edit({ description: event.target.value })}
              className={`${inputLook} field-sizing-content max-h-60 min-h-16 resize-y py-1.5`}
            />
          )}
        </Field>
        <div className="flex items-start gap-2 sm:col-span-2">
          <input
            id={fieldId("enabled")}
            type="checkbox"
            checked={enabled}
            disabled={readOnly}
            aria-describedby={`${fieldId("enabled")}-meaning`}
            onChange={(event) => edit({ enabled: event.target.checked })}
            className="mt-1 shrink-0 accent-accent"
          />
          <div>
            <label htmlFor={fieldId("enabled")} className="block w-fit text-sm font-medium">
              Enabled
            </label>
            <p id={`${fieldId("enabled")}-meaning`} className="text-xs text-muted">
              One that is disabled stays in the registry and is not asked anything.
            </p>
          </div>
        </div>
      </div>
    </Section>
  );
}
