/** All of one run, as it is written to JSON. */
import type { DiscoveryFigures } from "./discovery-measure.ts";
import type { Environment } from "./environment.ts";
import type { EventLoopGaps } from "./event-loop-gaps.ts";
import type { FirstTokenFigures } from "./first-token-figures.ts";
import type { SessionFigures } from "./measure-sessions.ts";
import type { SustainedFigures } from "./measure-sustained.ts";
import type { ThroughputFigures } from "./measure-throughput.ts";

export interface Figures {
  readonly firstToken: readonly FirstTokenFigures[];
  readonly throughput: ThroughputFigures;
  readonly sustained: { readonly direct: SustainedFigures; readonly hub: SustainedFigures };
  /** Of the hub while it streamed for the sustained figures. */
  readonly eventLoop: EventLoopGaps | null;
  /** Of the hub, MiB: after the warm-up, after everything, and at its most; null where it cannot be read. */
  readonly memory: { readonly before: number; readonly after: number; readonly peak: number } | null;
}

export interface Verdict {
  readonly property: string;
  readonly target: string;
  readonly measured: string;
  readonly passes: boolean;
}

export interface Report {
  readonly environment: Environment;
  readonly plan: "full" | "quick";
  readonly seconds: number;
  /** Cores that other programs kept busy meanwhile; null where it cannot be known. */
  readonly coresOfOthers: number | null;
  /** Of the doors; null when they were left out. */
  readonly figures: Figures | null;
  /** Null when they were left out. */
  readonly sessions: SessionFigures | null;
  /** Null when it was left out. */
  readonly discovery: DiscoveryFigures | null;
  readonly verdicts: readonly Verdict[];
}
