"use client";
import type { ReactNode } from "react";
import { useEditorContent } from "./editor-context.ts";

export const inputLook =
  "block w-full min-w-0 scroll-mt-24 rounded-md border border-line bg-canvas px-2 read-only:bg-sunken/50 disabled:bg-sunken/50 disabled:opacity-100 aria-invalid:border-danger";

export const fieldId = (place: string): string => `field-${place.replace(".", "-")}`;

interface FieldProps {
  /** Where the schema puts it: `cost.currency`. */
  place: string;
  label: string;
  meaning?: ReactNode;
  className?: string;
  children: (props: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
  }) => ReactNode;
}

/** A field with its name, what it means, and what is wrong with what it holds. */
export function Field({ place, label, meaning, className = "", children }: FieldProps) {
  const id = fieldId(place);
  const error = useEditorContent().errors.get(place);
  const described = [error && `${id}-error`, meaning && `${id}-meaning`].filter(Boolean).join(" ");
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1">
        {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      </div>
      <FieldError id={`${id}-error`} words={error} />
      {meaning && (
        <p id={`${id}-meaning`} className="mt-1 text-xs text-muted">
          {meaning}
        </p>
      )}
    </div>
  );
}

export function FieldError({ id, words }: { id: string; words: string | undefined }) {
  return (
    <p id={id} aria-live="polite" className={`text-xs font-medium text-danger ${words ? "mt-1" : ""}`}>
      {words && `${words.charAt(0).toUpperCase()}${words.slice(1)}.`}
    </p>
  );
}

interface TextFieldProps extends Omit<FieldProps, "children"> {
  value: string;
  onValue: (value: string) => void;
  numeric?: boolean;
  mono?: boolean;
  placeholder?: string;
  readOnly?: boolean;
}

/** One line of text, or a number as it is typed. */
export function TextField({ value, onValue, numeric, mono, placeholder, readOnly, ...field }: TextFieldProps) {
  const content = useEditorContent();
  return (
    <Field {...field}>
      {(ids) => (
        <input
          {...ids}
          value={value}
          readOnly={readOnly ?? content.readOnly}
          placeholder={placeholder}
          inputMode={numeric ? "decimal" : undefined}
          autoComplete="off"
          spellCheck={mono || numeric ? false : undefined}
          onChange={(event) => onValue(event.target.value)}
          className={`${inputLook} h-9 ${mono ? "font-mono text-sm" : ""} ${numeric ? "tabular-nums" : ""}`}
        />
      )}
    </Field>
  );
}
