"use client";
interface ShareChoiceProps {
  shared: boolean;
  onShared: (shared: boolean) => void;
}

/** Whether specialists other than the conversation's own may be asked in it. */
export function ShareChoice({ shared, onShared }: ShareChoiceProps) {
  return (
    <label className="flex w-fit items-start gap-2">
      <input
        type="checkbox"
        checked={shared}
        onChange={(event) => onShared(event.target.checked)}
        className="mt-1 shrink-0"
      />
      <span>
        <span className="block text-sm font-medium">Let other specialists join</span>
        <span className="block text-xs text-muted">
          Each message may go to any specialist. Each sees what the others said, quoted and under their names.
        </span>
      </span>
    </label>
  );
}
