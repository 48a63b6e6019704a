"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { DraftEditing } from "./draft-editing.ts";
import { newRule, type RuleDraft } from "./orchestration-draft.ts";
import { RuleRow } from "./rule-row.tsx";
import { SettingsSection } from "./settings-section.tsx";
import { TryMessage } from "./try-message.tsx";

/** The rules that decide before the router reads a message. */
export function RulesSection({ draft, change, problems, editable, unsaved }: DraftEditing & { unsaved: boolean }) {
  const { rules } = draft;
  const [moved, setMoved] = useState("");
  const put = (i: number, rule: RuleDraft) => change({ rules: rules.with(i, rule) });
  const move = (i: number, by: -1 | 1) => {
    const [rule, other] = [rules[i], rules[i + by]];
    if (!rule || !other) return;
    change({ rules: rules.with(i, other).with(i + by, rule) });
    setMoved(`Rule ${i + 1} is now rule ${i + by + 1}.`);
  };
  return (
    <SettingsSection
      title="Routing rules"
      about={
        <>
          For messages sent to <code className="font-mono text-[0.95em]">auto</code>. The rules are tried from the top;
          the first whose pattern is found in the message decides. When none is, the router reads the message itself. A
          message to a specialist by name never meets a rule.
        </>
      }
    >
      <div data-rows className="space-y-4">
        {rules.length === 0 && <p className="text-sm text-muted">No rule: the router reads every message.</p>}
        {rules.length > 0 && (
          <ol aria-label="Routing rules" className="divide-y divide-line border-y border-line">
            {rules.map((rule, i) => (
              <RuleRow
                key={rule.key}
                rule={rule}
                number={i + 1}
                count={rules.length}
                problems={problems}
                editable={editable}
                onRule={(next) => put(i, next)}
                onMove={(by) => move(i, by)}
                onRemove={() => change({ rules: rules.toSpliced(i, 1) })}
              />
            ))}
          </ol>
        )}
        <p role="status" className="sr-only">
          {moved}
        </p>
        {editable && rules.length < 200 && (
          <Button icon="plus" data-add-row onClick={() => change({ rules: [...rules, newRule()] })}>
            Add a rule
          </Button>
        )}
      </div>
      <TryMessage unsaved={unsaved} />
    </SettingsSection>
  );
}
