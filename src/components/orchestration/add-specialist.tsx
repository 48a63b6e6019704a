"use client";
import { type KeyboardEvent, useId, useState } from "react";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { type Option, OptionList, optionId } from "#components/ui/option-list.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { useOptions } from "#components/ui/use-options.ts";

/** As many as a reader looks through; typing on finds the others. */
const shownChoices = 50;

interface AddSpecialistProps {
  label: string;
  /** What stands in the field. */
  words: string;
  without: readonly string[];
  onAdd: (id: string) => void;
  /** Of the words that say what does not fit, when something does not. */
  problemId?: string;
}

/** A field to choose one more specialist in, by a few letters; it is empty again afterwards. */
export function AddSpecialist({ label, words, without, onAdd, problemId }: AddSpecialistProps) {
  const { data: specialists = [] } = useSpecialists();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);
  const wanted = typed.trim().toLowerCase();
  const found = open
    ? specialists.filter(
        ({ id, name, role }) => !without.includes(id) && `${name} ${id} ${role}`.toLowerCase().includes(wanted),
      )
    : [];
  const choices = found.slice(0, shownChoices).map(
    ({ id, name }): Option => ({
      key: id,
      title: (
        <>
          <SpecialistMark id={id} />
          <span className="truncate">{name}</span>
        </>
      ),
    }),
  );
  const close = () => {
    setTyped("");
    setOpen(false);
  };
  const choose = ({ key }: Option) => {
    close();
    onAdd(key);
  };
  const { active, setActive, onKey } = useOptions(choices, choose);
  const show = (text: string) => {
    setTyped(text);
    setActive(0);
    setOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab" || event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (!onKey(event) && event.key === "ArrowDown") {
      event.preventDefault();
      show(typed);
    }
  };
  return (
    <div className="relative w-44">
      <input
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={choices.length > 0}
        aria-controls={choices.length > 0 ? listId : undefined}
        aria-activedescendant={choices.length > 0 ? optionId(listId, active) : undefined}
        aria-describedby={problemId}
        aria-invalid={problemId !== undefined}
        data-add-row
        autoComplete="off"
        spellCheck={false}
        placeholder={words}
        value={typed}
        onChange={(event) => show(event.target.value)}
        onClick={() => show(typed)}
        onBlur={close}
        onKeyDown={onKeyDown}
        className="h-8 w-full rounded-md border border-dashed border-line bg-surface px-2 text-sm aria-invalid:border-danger"
      />
      {open && (
        <div className="absolute inset-x-0 z-20 mt-1 overflow-hidden rounded-md border border-line bg-surface shadow-lg">
          <OptionList
            id={listId}
            label="Specialists"
            options={choices}
            active={active}
            onHover={setActive}
            onChoose={choose}
            className="max-h-60 overflow-y-auto py-1"
          />
          {found.length !== choices.length && (
            <p className="px-3 py-1.5 text-xs text-muted">
              {(found.length - choices.length).toLocaleString("en")} more: type on to find them.
            </p>
          )}
          {found.length === 0 && <p className="px-3 pb-2 text-xs text-muted">Nobody of that name.</p>}
        </div>
      )}
    </div>
  );
}
