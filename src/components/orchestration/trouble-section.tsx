"use client";
import { useName } from "#components/chat/use-name.ts";
import { Button } from "#components/ui/button.tsx";
import { focusNextRow } from "#components/ui/focus-next-row.ts";
import { AddSpecialist } from "./add-specialist.tsx";
import { hasProblem } from "./check-draft.ts";
import type { DraftEditing } from "./draft-editing.ts";
import { FigureField, SwitchField } from "./setting-field.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { SpecialistOrder } from "./specialist-order.tsx";

/** What happens when a specialist does not answer: trying again, and who answers instead. */
export function TroubleSection({ draft, change, problems, editable }: DraftEditing) {
  const { fallbacks } = draft;
  return (
    <SettingsSection
      title="When a specialist does not answer"
      about="Both act only before the first token: once a reader has seen a word of an answer, it is never begun again. An answer says who really gave it, and why."
    >
      <SwitchField
        label="Try again"
        meaning="The same specialist is asked again when it fails in a way that may pass: a provider that is busy or away, or no first token in time."
        on={draft.retry}
        onSwitch={(retry) => change({ retry })}
      />
      {(draft.retry || hasProblem(problems, "retry_policy")) && (
        <div className="grid gap-4 pl-5 sm:grid-cols-2">
          <FigureField
            label="Tries"
            unit="in all"
            meaning="The first one included."
            value={draft.attempts}
            onValue={(attempts) => change({ attempts })}
            problem={problems.get("retry_policy.max_attempts")}
          />
          <FigureField
            label="Wait before the second try"
            unit="milliseconds"
            meaning="Twice as long before each further one."
            value={draft.backoffMs}
            onValue={(backoffMs) => change({ backoffMs })}
            problem={problems.get("retry_policy.backoff_ms")}
          />
        </div>
      )}
      <SwitchField
        label="Let another answer instead"
        meaning="When a specialist is not available, or all its tries have failed, the first of its stand-ins that can answer does."
        on={draft.fallback}
        onSwitch={(fallback) => change({ fallback })}
      />
      {draft.fallback && (
        <div data-rows className="space-y-3 pl-5">
          {fallbacks.map(({ specialist, instead }, i) => (
            <StandIns
              key={specialist}
              specialist={specialist}
              instead={instead}
              editable={editable}
              onInstead={(next) => change({ fallbacks: fallbacks.with(i, { specialist, instead: next }) })}
              onRemove={() => change({ fallbacks: fallbacks.toSpliced(i, 1) })}
            />
          ))}
          {fallbacks.length === 0 && (
            <p className="text-xs text-muted">Nobody has a stand-in yet: a failure is shown.</p>
          )}
          {editable && (
            <AddSpecialist
              label="Add stand-ins for a specialist"
              words="Stand-ins for…"
              without={fallbacks.map(({ specialist }) => specialist)}
              onAdd={(specialist) => change({ fallbacks: [...fallbacks, { specialist, instead: [] }] })}
            />
          )}
        </div>
      )}
    </SettingsSection>
  );
}

interface StandInsProps {
  specialist: string;
  instead: readonly string[];
  editable: boolean;
  onInstead: (ids: readonly string[]) => void;
  onRemove: () => void;
}

function StandIns({ specialist, instead, editable, onInstead, onRemove }: StandInsProps) {
  const name = useName(specialist);
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <h3 className="mb-1 text-sm font-medium">Instead of {name}</h3>
        <SpecialistOrder
          of={`the stand-ins of ${name}`}
          ids={instead}
          onIds={onInstead}
          most={8}
          without={[specialist]}
          editable={editable}
        />
      </div>
      {editable && (
        <Button
          look="quiet"
          size="square"
          icon="trash"
          label={`Remove the stand-ins of ${name}`}
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
