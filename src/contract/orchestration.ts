/** How the hub chooses, waits, tries again and falls back: one document, versioned, in force at once. */
import { z } from "zod";
import { specialistId } from "./specialist.ts";

/** Seconds; a tenth is the finest that means something. */
const seconds = z.number().min(0.1).max(86_400);

export const strategy = z.enum(["best", "round-robin", "all", "fallback"]);
export type Strategy = z.infer<typeof strategy>;

export const routingRule = z.strictObject({
  /** A case-insensitive regular expression (RE2) over the first 16,384 characters of the message. */
  pattern: z.string().min(1).max(1000),
  specialists: z.array(specialistId).min(1).max(32),
  strategy,
});
export type RoutingRule = z.infer<typeof routingRule>;

export const orchestration = z.strictObject({
  /** Tried in order by `auto`; the first whose pattern is found decides. */
  routing_rules: z.array(routingRule).max(200).default([]),
  timeout_settings: z
    .strictObject({
      /** A whole run, from its place with the provider to its end; null: no bound. */
      default: seconds.nullable().default(null),
      /** From its place with the provider to the first token; null: the provider's own deadline. */
      first_token: seconds.nullable().default(null),
      /** In place of `default`, by specialist. */
      per_specialist: z.record(specialistId, seconds).default({}),
    })
    .prefault({}),
  retry_policy: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** Tries of one specialist, the first included. */
      max_attempts: z.number().int().min(1).max(10).default(2),
      /** Before the second try; doubled before each further one. */
      backoff_ms: z.number().int().min(0).max(60_000).default(250),
    })
    .prefault({}),
  fallback: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Who answers instead of whom, in order. */
      specialists: z.record(specialistId, z.array(specialistId).max(8)).default({}),
    })
    .prefault({}),
  /** Runs at once per provider; null: TEKTON_MAX_PARALLEL. */
  max_concurrent: z.number().int().min(1).max(1000).nullable().default(null),
  /** What helps the router beyond its own model. */
  routing: z
    .strictObject({
      /** auto: an embedding model, when Ollama offers one. Or the name of one. */
      embedding: z.union([z.enum(["auto", "off"]), z.string().min(1).max(200)]).default("auto"),
      /** Asks a language model when the router is unsure. */
      zero_shot: z
        .strictObject({
          enabled: z.boolean().default(false),
          /** null: the hub's default model. */
          model: z.string().min(1).max(200).nullable().default(null),
          timeout: seconds.default(5),
        })
        .prefault({}),
    })
    .prefault({}),
});
export type Orchestration = z.infer<typeof orchestration>;

export const orchestrationDefaults: Orchestration = orchestration.parse({});

/**
 * The whole document; `version` is the one it was read at, and what a write is checked against. What a reader is shown
 * beside it may be sent back with it.
 */
export const replacedOrchestration = orchestration
  .extend({
    version: z.number().int().min(0).optional(),
    ...z.object({ by: z.unknown(), at: z.unknown(), warnings: z.unknown() }).partial().shape,
  })
  .transform(({ by: _by, at: _at, warnings: _warnings, ...document }) => document);
export type ReplacedOrchestration = z.input<typeof replacedOrchestration>;

export const restoredOrchestration = z.object({
  /** The version to go back to; 0: as the hub came. */
  version: z.number().int().min(0),
  /** The version in force that was seen; without it the last writer wins. */
  if_version: z.number().int().min(0).optional(),
});

export interface OrchestrationView extends Orchestration {
  /** 0: as the hub came. */
  readonly version: number;
  /** Who wrote it and when; null for version 0. */
  readonly by: string | null;
  readonly at: string | null;
  /** Sentences: specialists it names that are not in the registry. */
  readonly warnings: readonly string[];
}

export interface OrchestrationVersion {
  readonly version: number;
  readonly by: string;
  readonly at: string;
  readonly settings: Orchestration;
}
