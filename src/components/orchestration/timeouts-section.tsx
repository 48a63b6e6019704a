"use client";
import { useName } from "#components/chat/use-name.ts";
import { Button } from "#components/ui/button.tsx";
import { focusNextRow } from "#components/ui/focus-next-row.ts";
import { AddSpecialist } from "./add-specialist.tsx";
import type { DraftEditing } from "./draft-editing.ts";
import { FigureField } from "./setting-field.tsx";
import { SettingsSection } from "./settings-section.tsx";

/** How long a run may take. */
export function TimeoutsSection({ draft, change, problems, editable }: DraftEditing) {
  const { perSpecialist } = draft;
  return (
    <SettingsSection
      title="Time limits"
      about="Counted from a run's place with its provider: waiting in line does not count. What was said before the limit is kept."
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <FigureField
          label="A whole run"
          unit="seconds"
          empty="no limit"
          meaning="To the end of the answer. A run that takes longer is ended and says so."
          value={draft.defaultSeconds}
          onValue={(defaultSeconds) => change({ defaultSeconds })}
          problem={problems.get("timeout_settings.default")}
        />
        <FigureField
          label="The first token"
          unit="seconds"
          empty="the provider's own"
          meaning="A specialist that has said nothing by then has failed: it is tried again, or another answers, as set below."
          value={draft.firstTokenSeconds}
          onValue={(firstTokenSeconds) => change({ firstTokenSeconds })}
          problem={problems.get("timeout_settings.first_token")}
        />
      </div>
      <div data-rows className="space-y-3">
        <h3 className="text-sm font-medium">A whole run, for one specialist</h3>
        {perSpecialist.map(({ specialist, seconds }, i) => (
          <SpecialistLimit
            key={specialist}
            specialist={specialist}
            seconds={seconds}
            problem={problems.get(`timeout_settings.per_specialist.${specialist}`)}
            editable={editable}
            onSeconds={(next) => change({ perSpecialist: perSpecialist.with(i, { specialist, seconds: next }) })}
            onRemove={() => change({ perSpecialist: perSpecialist.toSpliced(i, 1) })}
          />
        ))}
        {perSpecialist.length === 0 && <p className="text-xs text-muted">The same limit for everybody.</p>}
        {editable && (
          <AddSpecialist
            label="Add a time limit for a specialist"
            words="Add a specialist…"
            without={perSpecialist.map(({ specialist }) => specialist)}
            onAdd={(specialist) =>
              change({ perSpecialist: [...perSpecialist, { specialist, seconds: draft.defaultSeconds || "60" }] })
            }
          />
        )}
      </div>
    </SettingsSection>
  );
}

interface SpecialistLimitProps {
  specialist: string;
  seconds: string;
  problem: string | undefined;
  editable: boolean;
  onSeconds: (seconds: string) => void;
  onRemove: () => void;
}

function SpecialistLimit({ specialist, seconds, problem, editable, onSeconds, onRemove }: SpecialistLimitProps) {
  const name = useName(specialist);
  return (
    <div className="flex items-end gap-2">
      <FigureField label={name} unit="seconds" value={seconds} onValue={onSeconds} problem={problem} />
      {editable && (
        <Button
          look="quiet"
          size="square"
          icon="trash"
          label={`Remove the time limit of ${name}`}
          data-remove-row
          onClick={(event) => {
            focusNextRow(event.currentTarget);
            onRemove();
          }}
        />
      )}
    </div>
  );
}
