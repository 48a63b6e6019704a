"use client";
import { useId } from "react";
import { useModels } from "#components/api/use-models.ts";
import { hasProblem } from "./check-draft.ts";
import type { DraftEditing } from "./draft-editing.ts";
import type { OrchestrationDraft } from "./orchestration-draft.ts";
import { FigureField, fieldLook, SettingField, SwitchField } from "./setting-field.tsx";
import { SettingsSection } from "./settings-section.tsx";

/** Models that may help the router beyond its own. */
export function HelpersSection({ draft, change, problems }: DraftEditing) {
  const models = useId();
  return (
    <SettingsSection
      title="What helps the router"
      about="The router decides by itself, by the words of a message, in about a millisecond. Two kinds of model can help it; without them, or when they fail, the words decide."
    >
      <OfferedModels id={models} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SettingField
          label="Embedding model"
          meaning="Compares a message with the router's examples by what it means. Used once the examples are read in, which happens while nothing else runs."
          problem={undefined}
        >
          {(ids) => (
            <select
              {...ids}
              value={draft.embedding}
              onChange={(event) => change({ embedding: event.target.value as OrchestrationDraft["embedding"] })}
              className={fieldLook}
            >
              <option value="auto">When Ollama offers one</option>
              <option value="named">Always this one…</option>
              <option value="off">Off</option>
            </select>
          )}
        </SettingField>
        {draft.embedding === "named" && (
          <SettingField
            label="Its name"
            meaning="As Ollama calls it: nomic-embed-text"
            problem={problems.get("routing.embedding")}
          >
            {(ids) => (
              <input
                {...ids}
                list={models}
                autoComplete="off"
                spellCheck={false}
                value={draft.embeddingModel}
                onChange={(event) => change({ embeddingModel: event.target.value })}
                className={`${fieldLook} w-full`}
              />
            )}
          </SettingField>
        )}
      </div>
      <SwitchField
        label="Ask a language model when the router is unsure"
        meaning="It may only pick one of the known capabilities. Such messages then wait for its word, at most as long as set here."
        on={draft.zeroShot}
        onSwitch={(zeroShot) => change({ zeroShot })}
      />
      {(draft.zeroShot || hasProblem(problems, "routing.zero_shot")) && (
        <div className="grid gap-4 pl-5 sm:grid-cols-2">
          <SettingField
            label="Language model"
            meaning="Empty: the hub's default model."
            problem={problems.get("routing.zero_shot.model")}
          >
            {(ids) => (
              <input
                {...ids}
                list={models}
                autoComplete="off"
                spellCheck={false}
                placeholder="the hub's default"
                value={draft.zeroShotModel}
                onChange={(event) => change({ zeroShotModel: event.target.value })}
                className={`${fieldLook} w-full`}
              />
            )}
          </SettingField>
          <FigureField
            label="Wait for it"
            unit="seconds"
            meaning="After that the generalist answers, as without it."
            value={draft.zeroShotSeconds}
            onValue={(zeroShotSeconds) => change({ zeroShotSeconds })}
            problem={problems.get("routing.zero_shot.timeout")}
          />
        </div>
      )}
    </SettingsSection>
  );
}

/** What the providers offer, for a field to suggest; any other name may be typed. */
function OfferedModels({ id }: { id: string }) {
  const { data = [] } = useModels();
  const names = new Set(data.flatMap(({ models }) => models.map(({ name }) => name)));
  return (
    <datalist id={id}>
      {[...names].map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
