"use client";
import { useState } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { ChoiceFilter } from "#components/composer/choice-filter.tsx";
import { areMany, narrowChoices } from "#components/composer/narrow-choices.ts";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { limits } from "#contract/limits.ts";
import { addLane, countOf, type LaneChoice, removeAll, removeLane } from "./lane-choice.ts";

interface PickerProps {
  specialists: readonly SpecialistEntry[];
  choice: LaneChoice;
  onChoice: (choice: LaneChoice) => void;
}

/** Chips that put a specialist in or out; `+` on one that is in adds a second lane of it. */
export function SpecialistPicker({ specialists, choice, onChoice }: PickerProps) {
  const available = specialists.filter((one) => one.available).map(({ id }) => id);
  const [typed, setTyped] = useState("");
  const { drawn, more } = narrowChoices(specialists, typed, choice);
  return (
    <fieldset>
      <legend className="sr-only">Specialists to ask</legend>
      {areMany(specialists) && <ChoiceFilter typed={typed} onTyped={setTyped} more={more} />}
      <ul className="flex flex-wrap gap-1.5">
        {drawn.map((one) => (
          <li key={one.id}>
            <PickerChip specialist={one} choice={choice} onChoice={onChoice} />
          </li>
        ))}
        <li className="flex items-center gap-1">
          <Button look="quiet" size="small" onClick={() => onChoice(available.slice(0, limits.lanes))}>
            All
          </Button>
          <Button look="quiet" size="small" onClick={() => onChoice([])}>
            None
          </Button>
        </li>
      </ul>
    </fieldset>
  );
}

function PickerChip({
  specialist,
  choice,
  onChoice,
}: { specialist: SpecialistEntry } & Omit<PickerProps, "specialists">) {
  const { id, name, role, available, resolved } = specialist;
  const count = countOf(choice, id);
  const tooltip = available
    ? `${role}\n${resolved.provider} · ${resolved.model ?? "no model"}`
    : `${role}\nnot available now`;
  const small = "grid h-7 w-6 place-items-center text-muted hover:text-ink";
  return (
    <span
      className={`inline-flex items-center rounded-md border text-sm ${
        count > 0 ? "border-accent bg-accent-soft" : "border-line bg-surface"
      } ${available ? "" : "opacity-60"}`}
    >
      <button
        type="button"
        aria-pressed={count > 0}
        aria-label={`${name}, ${role}${available ? "" : ", not available"}`}
        title={tooltip}
        disabled={!available}
        onClick={() => onChoice(count > 0 ? removeAll(choice, id) : addLane(choice, id))}
        className="flex h-7 items-center gap-1.5 rounded-md px-1.5 disabled:cursor-not-allowed"
      >
        <SpecialistMark id={id} />
        {name}
        {count > 1 && <span className="font-semibold">×{count}</span>}
      </button>
      {count > 1 && (
        <button
          type="button"
          aria-label={`One lane of ${name} less`}
          className={small}
          onClick={() => onChoice(removeLane(choice, id))}
        >
          <Icon name="minus" className="size-3.5" />
        </button>
      )}
      {count > 0 && (
        <button
          type="button"
          aria-label={`Another lane of ${name}`}
          title="Another lane of the same specialist"
          className={small}
          onClick={() => onChoice(addLane(choice, id))}
        >
          <Icon name="plus" className="size-3.5" />
        </button>
      )}
    </span>
  );
}
