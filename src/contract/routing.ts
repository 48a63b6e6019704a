/** Routing of free text: what is asked, what is answered, and the examples the router learns from. */
import { z } from "zod";
import { messageText } from "./message-text.ts";
import { capabilityId, specialistId } from "./specialist.ts";

export const routeRequest = z.object({
  message: messageText,
  /** Specialists that must not be chosen. */
  exclude: z.array(specialistId).max(1000).default([]),
});
export type RouteRequest = z.input<typeof routeRequest>;

export interface RouteChoice {
  readonly specialist_id: string;
  /** The likeliest of the capabilities that this specialist is first for. */
  readonly capability: string;
  /** 0..1: how probable it is that this specialist is the right one. */
  readonly confidence: number;
}

/** What spoke for a capability. */
export interface RouteEvidence {
  /** `words` are the message's own; `shape` names a property of it; `example` is a request known to be like it. */
  readonly kind: "words" | "shape" | "example";
  readonly feature: string;
  readonly weight: number;
}

export interface RouteAnswer extends RouteChoice {
  /** How it was decided. */
  readonly by: "rule" | "words" | "embedding" | "model";
  /** True: the generalist has it because nobody is probable enough. */
  readonly unsure: boolean;
  /** One or two sentences for people. */
  readonly reason: string;
  readonly evidence: readonly RouteEvidence[];
  /** The next best specialists, the likeliest first. */
  readonly alternatives: readonly RouteChoice[];
}

const exampleText = z.string().trim().min(3).max(2000);

export const newExample = z.object({ capability: capabilityId, text: exampleText });
export const editedExample = z.object({ text: exampleText, capability: capabilityId.optional() });

export interface RoutingExample {
  /** From its text and capability; the same for the same example. */
  readonly id: string;
  readonly capability: string;
  readonly text: string;
  /** `shipped` came with the hub, `added` was written here. */
  readonly origin: "shipped" | "added";
}

export const examplesQuery = z.object({
  capability: capabilityId.optional(),
  /** Part of the text, in any case. */
  q: z.string().max(200).optional(),
  /** Only what was written here, or only shipped ones that were taken out. */
  origin: z.enum(["shipped", "added", "removed"]).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});
export type ExamplesQuery = z.input<typeof examplesQuery>;

/** How the router stands. */
export interface RouterState {
  /** What it learns from, by capability. */
  readonly capabilities: readonly {
    readonly capability: string;
    readonly examples: number;
    readonly added: number;
    readonly removed: number;
  }[];
  readonly examples: number;
  /** True while it learns; until then it answers as before. */
  readonly training: boolean;
  readonly trained_at: string;
  /** Why the last training failed; null when it did not. */
  readonly failure: string | null;
  /** The embedding model, and how many of the examples it has read; null without one. */
  readonly embedding: {
    readonly model: string;
    readonly done: number;
    readonly total: number;
    /** `reading` until it is known how well it tells the examples apart; `not used`: too badly to be asked. */
    readonly state: "reading" | "in use" | "not used";
  } | null;
}
