"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { RunBadge } from "#components/run/run-badge.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { RunState } from "#contract/run-state.ts";

interface LaneHeaderProps {
  specialistId: string;
  number: number | null;
  state: RunState;
  bodyId: string;
  folded: boolean;
  onFold: () => void;
}

/** Who answers, on what, and how far it is; the whole of it folds the lane. */
export function LaneHeader({ specialistId, number, state, bodyId, folded, onFold }: LaneHeaderProps) {
  const { data } = useSpecialists();
  const specialist = data?.find(({ id }) => id === specialistId);
  const name = `${specialist?.name ?? specialistId}${number ? ` #${number}` : ""}`;
  return (
    <header className={`px-1.5 py-1.5 ${folded ? "" : "border-b border-line"}`}>
      <button
        type="button"
        aria-expanded={!folded}
        aria-controls={bodyId}
        onClick={onFold}
        className="flex w-full min-w-0 items-center gap-2 rounded-md px-1 text-left"
      >
        <Icon name="chevron" className={`size-3.5 text-muted ${folded ? "" : "rotate-90"}`} />
        <SpecialistMark id={specialistId} />
        <span className="font-semibold">{name}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-muted">{specialist?.role}</span>
        <RunBadge who={name} state={state} />
      </button>
      <p className="truncate pr-1 pl-7.5 text-xs text-muted">
        {[state.model, state.provider].filter(Boolean).join(" · ") || " "}
      </p>
    </header>
  );
}
