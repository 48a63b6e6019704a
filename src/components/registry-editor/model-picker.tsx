"use client";
import { type KeyboardEvent, useState } from "react";
import { type Option, OptionList, optionId } from "#components/ui/option-list.tsx";
import { useOptions } from "#components/ui/use-options.ts";
import type { OfferedModel } from "#contract/models.ts";
import { useEditorContent } from "./editor-context.ts";
import { Field, inputLook } from "./field.tsx";
import { modelWords } from "./format-model.ts";

interface ModelPickerProps {
  value: string;
  onValue: (model: string) => void;
  offered: readonly OfferedModel[];
  /** What an empty field stands for. */
  fallback: string;
}

interface Choice extends Option {
  readonly value: string;
}

const listId = "offered-models";

/** The model's name, typed freely or chosen among what the provider offers. */
export function ModelPicker({ value, onValue, offered, fallback }: ModelPickerProps) {
  const { readOnly } = useEditorContent();
  const [open, setOpen] = useState(false);
  /** Whether what stands in the field narrows the list, or was there before it opened. */
  const [typed, setTyped] = useState(false);
  const choices = open && !readOnly ? choicesOf(value, typed, offered, fallback) : [];
  const choose = (choice: Choice) => {
    onValue(choice.value);
    setOpen(false);
  };
  const { active, setActive, onKey } = useOptions(choices, choose);
  const show = (narrowed: boolean) => {
    setTyped(narrowed);
    setActive(0);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab") return;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      setOpen(false);
    } else if (!onKey(event) && event.key === "ArrowDown") {
      event.preventDefault();
      show(false);
    }
  };
  return (
    <Field
      place="model"
      label="Model"
      meaning="Any name your provider knows. Empty: the hub's default."
      className="relative"
    >
      {(ids) => (
        <>
          <input
            {...ids}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={choices.length > 0}
            aria-controls={choices.length > 0 ? listId : undefined}
            aria-activedescendant={choices.length > 0 ? optionId(listId, active) : undefined}
            value={value}
            readOnly={readOnly}
            placeholder={fallback}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              onValue(event.target.value);
              show(true);
            }}
            onClick={() => show(false)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
            className={`${inputLook} h-9 font-mono text-sm placeholder:font-sans`}
          />
          {choices.length > 0 && (
            <OptionList
              id={listId}
              label="Models"
              options={choices}
              active={active}
              onHover={setActive}
              onChoose={choose}
              className="absolute inset-x-0 z-10 mt-1 max-h-72 overflow-y-auto rounded-md border border-line bg-surface py-1 shadow-lg"
            />
          )}
        </>
      )}
    </Field>
  );
}

/** What stands in the field comes first, so that Enter keeps it; then what the provider offers. */
function choicesOf(value: string, typed: boolean, offered: readonly OfferedModel[], fallback: string): Choice[] {
  const wanted = value.trim().toLowerCase();
  const theirs = offered
    .filter(({ name }) => !typed || name.toLowerCase().includes(wanted))
    .map((model) => choice(model.name, modelWords(model)));
  const own = theirs.find((one) => one.value === value) ?? choice(value, value === "" ? "" : "as typed", fallback);
  const standard = value === "" || typed ? [] : [choice("", "", fallback)];
  return [own, ...standard, ...theirs.filter((one) => one !== own)];
}

const choice = (value: string, note: string, fallback = ""): Choice => ({
  key: value,
  value,
  note,
  title: value === "" ? <span className="text-muted">{fallback}</span> : <span className="font-mono">{value}</span>,
});
