/**
 * A run while it is in this process: its text so far, its log's counter, its abort switch, and who is
 * watching. Only its executor writes to it.
 */
import type { PipelineContext } from "#contract/pipeline-context.ts";
import type { RatingValue } from "#contract/registry.ts";
import type { ErrorEvent, FinishReason, LoggedEvent, Routed, RunEvent, StartEvent } from "#contract/run-events.ts";
import type { DisconnectPolicy } from "#contract/run-request.ts";
import type { RunStatus } from "#contract/run-view.ts";
import { type Timing, type Usage, unknownUsage } from "#contract/usage.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { RunLog } from "./run-log.ts";

/** What is known when a run is made. Of it only who answers can change, before the first token. */
export interface RunIdentity {
  readonly id: string;
  readonly ownerId: string;
  readonly specialistId: string;
  readonly provider: string;
  readonly model: string;
  readonly requestId: string;
  readonly routed: Routed;
  /** What it was chosen for; null when it was named. */
  readonly capability: string | null;
  /** An admin's trial of an entry: counts for nothing. */
  readonly dryRun: boolean;
  readonly sessionId: string | null;
  readonly broadcastId: string | null;
  readonly laneId: string | null;
  readonly prompt: string;
  readonly context: PipelineContext | null;
  readonly onDisconnect: DisconnectPolicy;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Why a run is being stopped by us: the reason its abort signal carries. */
export class RunCancelled extends Error {
  override readonly name = "RunCancelled";
}

export class LiveRun {
  status: RunStatus = "queued";
  seq = 0;
  content = "";
  thinking = "";
  warnings: string[] = [];
  /** Earlier messages of its session that the model was given; null outside one and until they are known. */
  contextUsed: number | null = null;
  finishReason: FinishReason | null = null;
  error: ErrorEvent["error"] | null = null;
  usage: Usage = unknownUsage;
  timing: Timing = { queue_ms: null, first_token_ms: null, duration_ms: null, provider_ms: null };
  endedAt: number | null = null;
  /** Its owner's, as it is stored. */
  rating: RatingValue = null;
  /** Resolves when the run is final, stored, and its last event logged. Never rejects. */
  readonly finished: Promise<void>;
  readonly abort = new AbortController();
  /** When the request came in, on the monotonic clock: the zero of every duration. */
  readonly zero: number;
  /** True once the last event is logged. */
  ended = false;
  /** See `LiveRuns.forget`. */
  forgotten = false;
  #identity: RunIdentity;
  #settle: () => void = () => {};
  #watchers = 0;
  #cancelGrace: (() => void) | null = null;

  constructor(
    identity: RunIdentity,
    private readonly deps: { readonly log: RunLog; readonly clock: Clock; readonly graceMs: number },
  ) {
    this.#identity = identity;
    this.zero = deps.clock.monotonic();
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#armGrace();
  }

  get identity(): RunIdentity {
    return this.#identity;
  }

  /** Another specialist answers in place of the one that failed before its first token. */
  handOver(to: Pick<RunIdentity, "specialistId" | "provider" | "model" | "routed">): void {
    const { specialistId, provider, model, routed } = to;
    this.#identity = { ...this.#identity, specialistId, provider, model, routed };
  }

  get watchers(): number {
    return this.#watchers;
  }

  /** Logs an event under the next number. */
  append(event: RunEvent): void {
    this.seq += 1;
    if (event.type === "content") this.content += event.data;
    if (event.type === "thinking") this.thinking += event.data;
    const entry: LoggedEvent = { seq: this.seq, event };
    void this.deps.log.append(this.identity.id, entry);
  }

  origin(): Pick<StartEvent, "run_id" | "specialist_id"> {
    return { run_id: this.identity.id, specialist_id: this.identity.specialistId };
  }

  cancel(): void {
    this.abort.abort(new RunCancelled("cancelled"));
  }

  /** Somebody reads along; the returned function says that they stopped, and may be called once. */
  watch(): () => void {
    this.#watchers += 1;
    this.#cancelGrace?.();
    this.#cancelGrace = null;
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#armGrace();
    };
  }

  /** Nobody reads: a run whose answer is for its asker only is cancelled unless someone comes in time. */
  #armGrace(): void {
    if (this.identity.onDisconnect === "continue" || this.ended) return;
    this.#cancelGrace = this.deps.clock.after(this.deps.graceMs, () => this.cancel());
  }

  /** Ends the waiting for readers: the run is over. */
  close(): void {
    this.#cancelGrace?.();
    this.#cancelGrace = null;
    this.ended = true;
    this.#settle();
  }
}
