"use client";
import { useModels } from "#components/api/use-models.ts";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { loadOptionWarnings } from "#contract/load-options.ts";
import type { ProviderModels } from "#contract/models.ts";
import type { RunsOn } from "#contract/registry.ts";
import { useEditorContent } from "./editor-context.ts";
import { Field, inputLook, TextField } from "./field.tsx";
import { modelWords } from "./format-model.ts";
import { ModelPicker } from "./model-picker.tsx";
import { PullModel } from "./pull-model.tsx";
import { offeredModel, resolveDraft } from "./resolve-draft.ts";
import { Section } from "./section.tsx";

const providers = ["ollama", "openai", "demo"] as const;
const standings = { up: "", down: " (down)", off: " (not set up)" } as const;

/** What answers for it, how it is loaded, and what it may use. */
export function ModelSection() {
  const { draft, edit, readOnly } = useEditorContent();
  const { data: status } = useHubStatus();
  const { data: specialists = [] } = useSpecialists();
  const { data: models = [], error, refetch } = useModels();
  const on = resolveDraft(draft, status, specialists);
  const standing = (name: string) => standings[models.find(({ provider }) => provider === name)?.status ?? "up"];
  const byDefault = resolveDraft({ provider: draft.provider, model: "" }, status, specialists)?.model;
  return (
    <Section title="What it runs on">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_2fr_1fr]">
        <Field place="provider" label="Provider" meaning="What runs the model.">
          {(ids) => (
            <select
              {...ids}
              value={draft.provider}
              disabled={readOnly}
              onChange={({ target }) => edit({ provider: providers.find((name) => name === target.value) ?? "" })}
              className={`${inputLook} h-9`}
            >
              <option value="">The hub's own{status && ` (now ${status.provider})`}</option>
              {providers.map((name) => (
                <option key={name} value={name}>
                  {name}
                  {standing(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <ModelPicker
          value={draft.model}
          onValue={(model) => edit({ model })}
          offered={models.find(({ provider }) => provider === on?.provider)?.models ?? []}
          fallback={byDefault ? `The hub's default (now ${byDefault})` : "The hub's default"}
        />
        <TextField
          place="context_window"
          label="Context window"
          meaning="Tokens the model is loaded with. Empty: the hub's default."
          numeric
          value={draft.context_window}
          onValue={(context_window) => edit({ context_window })}
        />
      </div>
      <div className="mt-3 space-y-2">
        {error && models.length === 0 && <FailureNotice error={error} retry={refetch} />}
        {on && <Standing on={on} models={models} />}
        <div role="status" className="space-y-2">
          <LoadWarnings on={on} />
        </div>
      </div>
      <div className="mt-4 grid grid-cols-2 gap-4 lg:grid-cols-4">
        <TextField
          place="temperature"
          label="Temperature"
          meaning="0 to 2. Empty: the model's own."
          numeric
          value={draft.temperature}
          onValue={(temperature) => edit({ temperature })}
        />
        <TextField
          place="max_tokens"
          label="Answer limit"
          meaning="Tokens of one answer. Empty: none."
          numeric
          value={draft.max_tokens}
          onValue={(max_tokens) => edit({ max_tokens })}
        />
        <TextField
          place="cost.per_1k_tokens"
          label="Cost of 1,000 tokens"
          meaning="Empty: not known."
          numeric
          value={draft.cost.per_1k_tokens}
          onValue={(per_1k_tokens) => edit({ cost: { ...draft.cost, per_1k_tokens } })}
        />
        <TextField
          place="cost.currency"
          label="Currency"
          meaning="Three letters, such as USD."
          mono
          value={draft.cost.currency}
          onValue={(currency) => edit({ cost: { ...draft.cost, currency } })}
        />
      </div>
    </Section>
  );
}

/** Whether what it runs on is there. */
function Standing({ on, models }: { on: RunsOn; models: readonly ProviderModels[] }) {
  const provider = models.find((one) => one.provider === on.provider);
  const model = offeredModel(on, models);
  if (!provider) return null;
  if (provider.status !== "up") {
    return (
      <Notice tone="warn">
        {on.provider} {provider.status === "down" ? "does not answer" : "is not set up on this hub"}: nothing would
        answer now.
      </Notice>
    );
  }
  if (model) {
    return (
      <p className="text-sm text-muted">
        Runs on <span className="font-mono text-ink">{model.name}</span> of {on.provider}
        {modelWords(model) && `: ${modelWords(model)}`}
      </p>
    );
  }
  if (on.model === null) return <Notice tone="warn">{on.provider} has no model that could answer.</Notice>;
  if (on.provider === "ollama") return <PullModel key={on.model} model={on.model} />;
  return (
    <p className="text-sm text-muted">
      Runs on <span className="font-mono text-ink">{on.model}</span> of {on.provider}.
    </p>
  );
}

/** Who else loads the same model, with other options. */
function LoadWarnings({ on }: { on: RunsOn | null }) {
  const { draft, view } = useEditorContent();
  const { data: specialists = [] } = useSpecialists();
  if (!on) return null;
  const id = view?.id ?? draft.id;
  const others = specialists
    .filter((one) => one.id !== id)
    .map((one) => ({ id: one.id, ...one.resolved, context_window: one.context_window }));
  const typed = draft.context_window.trim();
  const own = { id, ...on, context_window: typed === "" ? null : Number(typed) };
  const warnings = Number.isNaN(own.context_window) ? [] : (loadOptionWarnings([...others, own]).get(id) ?? []);
  return warnings.map((warning) => (
    <Notice key={warning} tone="warn">
      {warning}
    </Notice>
  ));
}
