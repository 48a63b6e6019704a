import { limits } from "#contract/limits.ts";
import { Icon } from "./icon.tsx";

interface SearchFieldProps {
  label: string;
  /** Where it says more than the label. */
  placeholder?: string;
  text: string;
  onText: (text: string) => void;
}

/** The field that narrows a list by words; in the grid of a list's filters it takes the first row of a narrow screen. */
export function SearchField({ label, placeholder = label, text, onText }: SearchFieldProps) {
  return (
    <label className="relative col-span-2 sm:col-span-1">
      <span className="sr-only">{label}</span>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
        <Icon name="search" />
      </span>
      <input
        type="search"
        value={text}
        maxLength={limits.searchChars}
        placeholder={placeholder}
        onChange={(event) => onText(event.target.value)}
        className="h-9 w-full min-w-0 rounded-md border border-line bg-surface pr-2 pl-8 text-sm"
      />
    </label>
  );
}
