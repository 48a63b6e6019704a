"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";

interface AddSpecialistProps {
  label: string;
  /** What stands in the field. */
  words: string;
  without: readonly string[];
  onAdd: (id: string) => void;
  /** Of the words that say what does not fit, when something does not. */
  problemId?: string;
}

/** A list to choose one more specialist from; it goes back to its first line by itself. */
export function AddSpecialist({ label, words, without, onAdd, problemId }: AddSpecialistProps) {
  const { data: specialists = [] } = useSpecialists();
  return (
    <select
      aria-label={label}
      aria-describedby={problemId}
      aria-invalid={problemId !== undefined}
      value=""
      onChange={(event) => onAdd(event.target.value)}
      className="h-8 rounded-md border border-dashed border-line bg-surface px-1.5 text-sm text-muted aria-invalid:border-danger"
    >
      <option value="">{words}</option>
      {specialists
        .filter(({ id }) => !without.includes(id))
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </select>
  );
}
