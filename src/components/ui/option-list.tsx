"use client";
import { type ReactNode, useEffect, useRef } from "react";

export interface Option {
  readonly key: string;
  readonly title: ReactNode;
  readonly note?: string;
}

interface OptionListProps<T extends Option> {
  id: string;
  label: string;
  options: readonly T[];
  active: number;
  onHover: (index: number) => void;
  onChoose: (option: T) => void;
  className?: string;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** The listbox of a combobox. The text field keeps the focus; the field's aria-activedescendant names the option. */
export function OptionList<T extends Option>({
  id,
  label,
  options,
  active,
  onHover,
  onChoose,
  className,
}: OptionListProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} className={className}>
      {options.map((option, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, which keeps the focus.
        // biome-ignore lint/a11y/useFocusableInteractive: see above.
        <div
          key={option.key}
          id={optionId(id, i)}
          role="option"
          aria-selected={i === active}
          onMouseMove={() => onHover(i)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option)}
          className={`flex cursor-pointer items-center gap-2 px-3 py-1.5 text-sm ${i === active ? "bg-accent-soft" : ""}`}
        >
          {option.title}
          {option.note && <span className="ml-auto truncate pl-3 text-xs text-muted">{option.note}</span>}
        </div>
      ))}
    </div>
  );
}
