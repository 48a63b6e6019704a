"use client";
import type { DraftEditing } from "./draft-editing.ts";
import { FigureField } from "./setting-field.tsx";
import { SettingsSection } from "./settings-section.tsx";

/** How much runs at once. */
export function CapacitySection({ draft, change, problems }: DraftEditing) {
  return (
    <SettingsSection title="At once" about="More at once is not always faster: on one machine they share its time.">
      <FigureField
        label="Runs at once"
        unit="per provider"
        empty="as started"
        meaning="Those beyond wait in line and show their place. Empty: as the hub was started, by TEKTON_MAX_PARALLEL."
        value={draft.maxConcurrent}
        onValue={(maxConcurrent) => change({ maxConcurrent })}
        problem={problems.get("max_concurrent")}
      />
    </SettingsSection>
  );
}
