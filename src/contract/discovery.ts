/** Discovery: who is there, what they are good at, how they do. */
import { z } from "zod";
import { capabilityId } from "./specialist.ts";

export const discoveryQuery = z.object({
  capability: capabilityId.optional(),
  /** 0..1; with `capability`, the least score for it; alone, the least score for anything. */
  min_score: z.number().min(0).max(1).optional(),
  /** `active`: enabled and available; `inactive`: the rest. */
  status: z.enum(["active", "inactive", "all"]).default("all"),
  /** A part of the role, in any case. */
  role: z.string().max(200).optional(),
});

export interface DiscoveredAi {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "inactive";
  readonly model: string | null;
  readonly provider: string;
  readonly role: string;
  readonly connection: { readonly host: string; readonly port: number; readonly protocol: "http" };
  readonly capabilities: { readonly primary: readonly string[]; readonly scores: Readonly<Record<string, number>> };
  readonly performance: {
    /** Seconds. */
    readonly avg_response_time: number | null;
    readonly success_rate: number | null;
    readonly first_token_ms: number | null;
    readonly samples: number;
    readonly window_days: number;
    readonly context_window: number | null;
    readonly max_tokens: number | null;
  };
  readonly cost: { readonly per_1k_tokens: number | null; readonly currency: string };
  readonly features: { readonly streaming: boolean; readonly sessions: boolean; readonly websocket: boolean };
}

export const bestQuery = z.object({ capability: capabilityId, threshold: z.number().min(0).max(1).default(0.7) });

export interface CapableAi {
  readonly id: string;
  readonly score: number;
  readonly is_primary: boolean;
}

export interface BestMatch {
  readonly capability: string;
  readonly best_match: CapableAi | null;
  readonly alternatives: readonly CapableAi[];
}
