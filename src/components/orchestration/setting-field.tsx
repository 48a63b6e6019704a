import { type ReactNode, useId } from "react";

export const fieldLook =
  "h-9 rounded-md border border-line bg-canvas px-2 text-sm disabled:text-muted aria-invalid:border-danger";

export interface FieldIds {
  readonly id: string;
  readonly "aria-describedby": string;
  readonly "aria-invalid": boolean;
}

interface SettingFieldProps {
  label: string;
  /** What it does, in plain words. */
  meaning?: ReactNode;
  problem: string | undefined;
  children: (ids: FieldIds) => ReactNode;
}

/** A setting: its name, its control, what it does, and what does not fit. */
export function SettingField({ label, meaning, problem, children }: SettingFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1">
        {children({ id, "aria-describedby": `${id}-problem ${id}-meaning`, "aria-invalid": problem !== undefined })}
      </div>
      <Problem id={`${id}-problem`} words={problem} />
      {meaning && (
        <p id={`${id}-meaning`} className="mt-1 max-w-prose text-xs text-muted">
          {meaning}
        </p>
      )}
    </div>
  );
}

/** What does not fit, below its field; there and empty while all fits, for a screen reader reads out what is added. */
export function Problem({ id, words }: { id: string; words: string | undefined }) {
  return (
    <p id={id} aria-live="polite" className={words && "mt-1 text-xs text-danger [overflow-wrap:anywhere]"}>
      {words}
    </p>
  );
}

interface FigureFieldProps extends Omit<SettingFieldProps, "children"> {
  value: string;
  onValue: (value: string) => void;
  unit: string;
  /** What an empty field means; without it, it may not be empty. */
  empty?: string;
}

/** A number, kept as it is typed. */
export function FigureField({ value, onValue, unit, empty, ...field }: FigureFieldProps) {
  return (
    <SettingField {...field}>
      {(ids) => (
        <span className="flex items-center gap-2 text-sm">
          <input
            {...ids}
            inputMode="decimal"
            autoComplete="off"
            value={value}
            placeholder={empty}
            onChange={(event) => onValue(event.target.value)}
            className={`${fieldLook} tabular-nums ${empty ? "w-44" : "w-24"}`}
          />
          {unit}
        </span>
      )}
    </SettingField>
  );
}

interface SwitchFieldProps {
  label: string;
  meaning: ReactNode;
  on: boolean;
  onSwitch: (on: boolean) => void;
}

export function SwitchField({ label, meaning, on, onSwitch }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        id={id}
        type="checkbox"
        checked={on}
        aria-describedby={`${id}-meaning`}
        onChange={(event) => onSwitch(event.target.checked)}
        className="mt-1 shrink-0"
      />
      <div>
        <label htmlFor={id} className="block text-sm font-medium">
          {label}
        </label>
        <p id={`${id}-meaning`} className="max-w-prose text-xs text-muted">
          {meaning}
        </p>
      </div>
    </div>
  );
}
