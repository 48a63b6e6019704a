/** The registry at every door: what is written to it, what it shows, its versions, its file. */
import { z } from "zod";
import { limits } from "./limits.ts";
import { messageText } from "./message-text.ts";
import { type Specialist, type SpecialistFields, specialist, specialistFields, specialistId } from "./specialist.ts";

const version = specialist.shape.version;
const { shape } = specialistFields;

/** A new entry: what is left out has a default. */
export const newSpecialist = specialistFields.extend({
  /** Default: the id without `-ai`. */
  name: shape.name.optional(),
  description: shape.description.default(""),
  provider: shape.provider.default(null),
  model: shape.model.default(null),
  capabilities: shape.capabilities.default({ primary: [], scores: {}, learned: [] }),
  temperature: shape.temperature.default(null),
  max_tokens: shape.max_tokens.default(null),
  context_window: shape.context_window.default(null),
  cost: shape.cost.default({ per_1k_tokens: null, currency: "USD" }),
  enabled: shape.enabled.default(true),
});
export type NewSpecialist = z.input<typeof newSpecialist>;

/** What a reader gets beside the entry and may send back with it; a write ignores it. */
const shown = {
  health: z.unknown(),
  available: z.unknown(),
  resolved: z.unknown(),
  performance: z.unknown(),
  warnings: z.unknown(),
  evidence: z.unknown(),
};

/** The whole entry, as it was read; `version` is the one it was read at. An entry keeps its id. */
export const replacedSpecialist = specialistFields.extend({
  version,
  ...z.object(shown).partial().shape,
  id: shape.id.optional(),
});
export type ReplacedSpecialist = z.input<typeof replacedSpecialist>;

/** Some fields of an entry. Without `version` the last writer wins. */
export const changedSpecialist = specialistFields.omit({ id: true }).partial().extend({ version: version.optional() });
export type ChangedSpecialist = z.input<typeof changedSpecialist>;

/** For writes that carry nothing else: enable, disable, delete. */
export const ifVersion = z.object({ version: version.optional() });

/** Details of the 409 of a write made against an older version. */
export interface VersionConflict {
  /** The entry as it is now; null when it was deleted. */
  readonly current: Specialist | null;
  /** Fields that changed since the version the writer had read. */
  readonly changed: readonly string[];
  /** Who changed it last, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

export const restoreVersion = z.object({ version, if_version: version.optional() });

export const changeKind = z.enum(["created", "edited", "deleted", "restored", "imported"]);
export type ChangeKind = z.infer<typeof changeKind>;

/** One version of an entry: what it was from then on. */
export interface SpecialistVersion {
  readonly version: number;
  readonly change: ChangeKind;
  /** The name of the actor who made it; "the hub" for the seed. */
  readonly by: string;
  readonly at: string;
  /** null: deleted. */
  readonly specialist: SpecialistFields | null;
}

/** An entry that was deleted and has not come back. */
export interface DeletedSpecialist {
  readonly id: string;
  /** The version to restore: what it was before it was deleted. */
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

export type Health = {
  readonly status: "available" | "unavailable" | "disabled";
  /** Why it cannot answer; null when it can. */
  readonly reason: string | null;
  /** The command that would cure it, as typed in a terminal: `ollama pull llama3.2`. */
  readonly cure: string | null;
  /** The model that would have to be pulled. */
  readonly missing_model: string | null;
};

/** From stored runs of the last `window_days`; null where there is nothing to average. */
export interface Performance {
  /** Runs that ended by themselves: completed or failed. */
  readonly samples: number;
  /** 0..1 */
  readonly success_rate: number | null;
  /** Means over the completed runs. */
  readonly duration_ms: number | null;
  readonly first_token_ms: number | null;
  readonly window_days: number;
}

/** What would answer now; the model is null when nothing would. */
export interface RunsOn {
  readonly provider: string;
  readonly model: string | null;
}

/** An entry of the list; the prompt is read with the entry itself. */
export interface ListedSpecialist extends Omit<Specialist, "system_prompt"> {
  readonly health: Health;
  /** `health.status` is "available". */
  readonly available: boolean;
  readonly resolved: RunsOn;
  readonly performance: Performance;
  /** Sentences: another entry loads the same model with other options. */
  readonly warnings: readonly string[];
}

/** How good a specialist is at a capability: what was declared, and what was seen. */
export interface CapabilityEvidence {
  readonly capability: string;
  readonly is_primary: boolean;
  /** null: none was declared. */
  readonly declared: number | null;
  /** Ratings people gave to answers of this kind. */
  readonly up: number;
  readonly down: number;
  /** Runs that were routed to it for this capability. */
  readonly completed: number;
  readonly failed: number;
  /** 0..1, with its interval; null without a rating or a routed run. */
  readonly learned: { readonly score: number; readonly low: number; readonly high: number } | null;
  /** Which of the two the router uses. */
  readonly used: "declared" | "learned";
  readonly window_days: number;
}

/** An entry read by itself. */
export interface SpecialistView extends Specialist, Omit<ListedSpecialist, keyof Specialist> {
  readonly evidence: readonly CapabilityEvidence[];
}

/** A dry run: one message to an entry as it is, or as `draft` would have it. Counts for nothing. */
export const dryRun = z.object({ content: messageText, draft: specialistFields.omit({ id: true }).optional() });

/** The registry as one file. */
export const registryDocument = z.strictObject({
  format: z.literal("tekton-registry"),
  format_version: z.literal(1),
  exported_at: z.iso.datetime().optional(),
  specialists: z.array(specialistFields).max(limits.importedSpecialists),
});
export type RegistryDocument = z.infer<typeof registryDocument>;

/** `replace` also deletes the entries the file does not name. */
export const importMode = z.enum(["merge", "replace"]);
export type ImportMode = z.infer<typeof importMode>;

export interface ImportReport {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  readonly deleted: readonly string[];
}

/** Details of the 400 of a file with errors: all of them; nothing was imported. */
export interface ImportErrors {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export const rating = z.object({ value: z.union([z.literal(1), z.literal(-1), z.null()]) });
export type RatingValue = z.infer<typeof rating>["value"];

export const specialistById = z.object({ id: specialistId });
