/** The settings as they stand in the form: figures as typed, records as rows. */
import type { Orchestration, RoutingRule, Strategy } from "#contract/orchestration.ts";

export interface RuleDraft {
  /** Stays with the rule wherever it is moved. */
  readonly key: number;
  readonly pattern: string;
  readonly specialists: readonly string[];
  readonly strategy: Strategy;
}

export interface OrchestrationDraft {
  readonly rules: readonly RuleDraft[];
  readonly defaultSeconds: string;
  readonly firstTokenSeconds: string;
  readonly perSpecialist: readonly { readonly specialist: string; readonly seconds: string }[];
  readonly retry: boolean;
  readonly attempts: string;
  readonly backoffMs: string;
  readonly fallback: boolean;
  readonly fallbacks: readonly { readonly specialist: string; readonly instead: readonly string[] }[];
  readonly maxConcurrent: string;
  readonly embedding: "auto" | "off" | "named";
  /** Kept while another choice is on. */
  readonly embeddingModel: string;
  readonly zeroShot: boolean;
  readonly zeroShotModel: string;
  readonly zeroShotSeconds: string;
}

let lastKey = 0;

export function newRule(rule: RoutingRule = { pattern: "", specialists: [], strategy: "best" }): RuleDraft {
  lastKey += 1;
  return { ...rule, key: lastKey };
}

const typed = (value: number | null): string => (value === null ? "" : String(value));

export function draftOf(settings: Orchestration): OrchestrationDraft {
  const { routing_rules, timeout_settings, retry_policy, fallback, max_concurrent, routing } = settings;
  const { embedding, zero_shot } = routing;
  const named = embedding !== "auto" && embedding !== "off";
  return {
    rules: routing_rules.map((rule) => newRule(rule)),
    defaultSeconds: typed(timeout_settings.default),
    firstTokenSeconds: typed(timeout_settings.first_token),
    perSpecialist: Object.entries(timeout_settings.per_specialist).map(([specialist, seconds]) => ({
      specialist,
      seconds: typed(seconds),
    })),
    retry: retry_policy.enabled,
    attempts: typed(retry_policy.max_attempts),
    backoffMs: typed(retry_policy.backoff_ms),
    fallback: fallback.enabled,
    fallbacks: Object.entries(fallback.specialists).map(([specialist, instead]) => ({ specialist, instead })),
    maxConcurrent: typed(max_concurrent),
    embedding: named ? "named" : embedding,
    embeddingModel: named ? embedding : "",
    zeroShot: zero_shot.enabled,
    zeroShotModel: zero_shot.model ?? "",
    zeroShotSeconds: typed(zero_shot.timeout),
  };
}

/** What is not a number stays as it was typed, for the schema to refuse. */
const figure = (text: string): number | string =>
  text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
const figureOrNull = (text: string) => (text.trim() === "" ? null : figure(text));

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : 1);

/** The document the form stands for, in one form for the same settings; not yet checked. */
export const documentOf = (draft: OrchestrationDraft) => ({
  routing_rules: draft.rules.map(({ pattern, specialists, strategy }) => ({ pattern, specialists, strategy })),
  timeout_settings: {
    default: figureOrNull(draft.defaultSeconds),
    first_token: figureOrNull(draft.firstTokenSeconds),
    per_specialist: Object.fromEntries(
      draft.perSpecialist.map(({ specialist, seconds }) => [specialist, figure(seconds)] as const).sort(byKey),
    ),
  },
  retry_policy: {
    enabled: draft.retry,
    max_attempts: figure(draft.attempts),
    backoff_ms: figure(draft.backoffMs),
  },
  fallback: {
    enabled: draft.fallback,
    specialists: Object.fromEntries(
      draft.fallbacks.map(({ specialist, instead }) => [specialist, instead] as const).sort(byKey),
    ),
  },
  max_concurrent: figureOrNull(draft.maxConcurrent),
  routing: {
    embedding: draft.embedding === "named" ? draft.embeddingModel.trim() : draft.embedding,
    zero_shot: {
      enabled: draft.zeroShot,
      model: draft.zeroShotModel.trim() || null,
      timeout: figure(draft.zeroShotSeconds),
    },
  },
});

/** Whether two drafts stand for the same settings. */
export const sameSettings = (a: OrchestrationDraft, b: OrchestrationDraft): boolean =>
  JSON.stringify(documentOf(a)) === JSON.stringify(documentOf(b));
