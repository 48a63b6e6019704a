/** An entry as it stands in the form: numbers as they are typed, capabilities as rows that keep their places. */
import type { ProviderName, SpecialistFields } from "#contract/specialist.ts";

export interface CapabilityDraft {
  readonly id: string;
  /** null: none is declared. */
  readonly score: number | null;
  readonly primary: boolean;
  readonly learned: boolean;
}

export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly description: string;
  /** Empty, here and in the model: the hub's own. */
  readonly provider: ProviderName | "";
  readonly model: string;
  readonly system_prompt: string;
  readonly capabilities: readonly CapabilityDraft[];
  readonly temperature: string;
  readonly max_tokens: string;
  readonly context_window: string;
  readonly cost: { readonly per_1k_tokens: string; readonly currency: string };
  readonly enabled: boolean;
}

export const emptyDraft: Draft = {
  id: "",
  name: "",
  role: "",
  description: "",
  provider: "",
  model: "",
  system_prompt: "",
  capabilities: [],
  temperature: "",
  max_tokens: "",
  context_window: "",
  cost: { per_1k_tokens: "", currency: "USD" },
  enabled: true,
};

const typed = (value: number | null): string => (value === null ? "" : String(value));

export function draftOf(entry: SpecialistFields): Draft {
  const { primary, scores, learned } = entry.capabilities;
  const secondary = Object.keys(scores).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (a < b ? -1 : 1));
  const capabilities = [...new Set([...primary, ...secondary, ...learned])].map((id) => ({
    id,
    score: scores[id] ?? null,
    primary: primary.includes(id),
    learned: learned.includes(id),
  }));
  const { id, name, role, description, system_prompt, enabled } = entry;
  return {
    ...{ id, name, role, description, system_prompt, enabled, capabilities },
    provider: entry.provider ?? "",
    model: entry.model ?? "",
    temperature: typed(entry.temperature),
    max_tokens: typed(entry.max_tokens),
    context_window: typed(entry.context_window),
    cost: { per_1k_tokens: typed(entry.cost.per_1k_tokens), currency: entry.cost.currency },
  };
}

/** Text that is no number stays text, for the schema to refuse. */
const numberOrText = (text: string): number | string | null => {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = Number(trimmed);
  return Number.isNaN(value) ? trimmed : value;
};

/** The draft in the shape of `specialistFields`, not checked yet. */
export function fieldsOf(draft: Draft): Record<keyof SpecialistFields, unknown> {
  const ids = (wanted: (row: CapabilityDraft) => boolean) => draft.capabilities.filter(wanted).map(({ id }) => id);
  return {
    ...draft,
    provider: draft.provider === "" ? null : draft.provider,
    model: draft.model.trim() === "" ? null : draft.model,
    capabilities: {
      primary: ids((row) => row.primary),
      scores: Object.fromEntries(draft.capabilities.flatMap(({ id, score }) => (score === null ? [] : [[id, score]]))),
      learned: ids((row) => row.learned),
    },
    temperature: numberOrText(draft.temperature),
    max_tokens: numberOrText(draft.max_tokens),
    context_window: numberOrText(draft.context_window),
    cost: { per_1k_tokens: numberOrText(draft.cost.per_1k_tokens), currency: draft.cost.currency },
  };
}
