"use client";
import { useRef } from "react";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { OrchestrationView } from "#contract/orchestration.ts";
import { CapacitySection } from "./capacity-section.tsx";
import { HelpersSection } from "./helpers-section.tsx";
import { OvertakenNotice } from "./overtaken-notice.tsx";
import { RulesSection } from "./rules-section.tsx";
import { SaveBar } from "./save-bar.tsx";
import { TimeoutsSection } from "./timeouts-section.tsx";
import { TroubleSection } from "./trouble-section.tsx";
import { useSettingsDraft } from "./use-settings-draft.ts";
import { VersionHistory } from "./version-history.tsx";

interface SettingsFormProps {
  inForce: OrchestrationView;
  editable: boolean;
}

/** All settings, and below them what they were before. */
export function SettingsForm({ inForce, editable }: SettingsFormProps) {
  const fields = useRef<HTMLDivElement>(null);
  const { draft, base, change, dirty, overtaken, problems, save, saving, error, discard } = useSettingsDraft(inForce);
  const standing = useRef<HTMLParagraphElement>(null);
  /** For buttons that go with what they do. */
  const andGoOn = (act: () => void) => () => {
    standing.current?.focus();
    act();
  };
  const editing = { draft, change, problems, editable };
  const submit = () => {
    if (problems.size === 0) save("base");
    else fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <div className="space-y-4">
      {!editable && <Notice>Only admins of this hub change these settings.</Notice>}
      {inForce.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning}
        </Notice>
      ))}
      <div ref={fields} className="space-y-4">
        <RulesSection {...editing} unsaved={dirty} />
        {/* Said once for all fields below; the rules do it themselves, for the box to try a message is for everybody. */}
        <fieldset disabled={!editable} className="min-w-0 space-y-4">
          <legend className="sr-only">Settings</legend>
          <TimeoutsSection {...editing} />
          <TroubleSection {...editing} />
          <CapacitySection {...editing} />
          <HelpersSection {...editing} />
        </fieldset>
      </div>
      {editable && (
        <SaveBar
          ref={standing}
          dirty={dirty}
          saving={saving}
          problems={problems.size}
          overtaken={overtaken}
          onSave={submit}
          onDiscard={andGoOn(discard)}
        >
          {error && <FailureNotice error={error} />}
          {overtaken && (
            <OvertakenNotice
              base={base}
              inForce={inForce}
              savable={problems.size === 0}
              onTheirs={andGoOn(discard)}
              onMine={andGoOn(() => save("in-force"))}
            />
          )}
        </SaveBar>
      )}
      <VersionHistory inForce={inForce} editable={editable} unsaved={dirty} />
    </div>
  );
}
