/** What each provider offers, and models on their way. */
import { z } from "zod";
import type { ProviderName } from "./specialist.ts";

export interface OfferedModel {
  readonly name: string;
  readonly size_bytes: number | null;
  /** Tokens, as the provider states it. */
  readonly context_window: number | null;
  readonly loaded: boolean | null;
}

export interface ProviderModels {
  readonly provider: ProviderName;
  readonly status: "up" | "down" | "off";
  readonly models: readonly OfferedModel[];
}

export const pullRequest = z.object({ model: z.string().trim().min(1).max(200) });

/** One step of a pull. `done` and `failed` are last, and exactly one of them is. */
export interface PullProgress {
  readonly model: string;
  readonly state: "pulling" | "done" | "failed";
  /** The provider's own word: "pulling manifest", "verifying sha256 digest". */
  readonly status: string;
  /** Bytes, over all layers known so far; null before any is. */
  readonly completed: number | null;
  readonly total: number | null;
  /** A sentence; only when failed. */
  readonly error: string | null;
}
