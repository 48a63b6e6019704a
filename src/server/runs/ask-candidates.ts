/**
 * Asks those who may answer, one after the other: a candidate that fails before its first token is tried again
 * as often as its patience says, then the next takes over. After the first token whatever fails is the run's end.
 *
 * `start` says who really answers, so it waits for the first token while somebody else may still take over.
 */
import { AppError, isAppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { unlessAborted } from "#server/kernel/unless-aborted.ts";
import type { Ticket } from "#server/providers/admission.ts";
import type { ChatDelta, ChatEnd, ChatRequest } from "#server/providers/chat-model.ts";
import type { LiveRun } from "./live-run.ts";
import { type Candidate, insteadOf } from "./plan-run.ts";
import { roundMs } from "./round-ms.ts";

export type TextDelta = Extract<ChatDelta, { text: string }>;

interface AskDeps {
  readonly clock: Clock;
  readonly announceAfterMs: number;
}

interface Asking {
  readonly run: LiveRun;
  readonly candidates: readonly Candidate[];
  /** The first candidate's place, if it has one; given back by whoever made it. */
  readonly ticket: Ticket | null;
  /** Says that the run has begun; more than once is once. */
  readonly announce: () => void;
  /** From now on this candidate is who answers. */
  readonly handOver: (to: Candidate) => Promise<void>;
  /** Every piece that is not empty. */
  readonly onText: (delta: TextDelta) => void;
}

/** Throws what the last one to be asked threw, or the abort's reason. */
export async function askCandidates(deps: AskDeps, asking: Asking): Promise<ChatEnd> {
  const { run, candidates } = asking;
  let began = false;
  const onText = (delta: TextDelta) => {
    began = true;
    asking.onText(delta);
  };
  let { ticket } = asking;
  for (const [i, candidate] of candidates.entries()) {
    const isLast = i === candidates.length - 1;
    const { specialistId, patience } = candidate;
    for (let attempt = 1; ; attempt++) {
      try {
        const { request, contextUsed } = await candidate.compose();
        run.contextUsed = contextUsed;
        return await askOnce(deps, {
          ...asking,
          onText,
          candidate,
          request,
          place: ticket ?? candidate.reserve(),
          announce: isLast ? asking.announce : null,
        });
      } catch (error) {
        if (run.abort.signal.aborted || began || !isAppError(error) || !passing.has(error.code)) throw error;
        const again = attempt < patience.maxAttempts && error.code !== "QUEUE_FULL";
        if (isLast && !again) throw error;
        // Warnings are stored as they are, and a provider's words may quote the message.
        run.warnings.push(`${specialistId} did not answer (try ${attempt}): ${error.code}.`);
        if (again) {
          await pause(deps.clock, patience.backoffMs * 2 ** (attempt - 1), run.abort.signal);
          continue;
        }
        const next = candidates[i + 1] as Candidate;
        await asking.handOver({ ...next, routed: insteadOf(next.specialistId, specialistId, error.message) });
        break;
      } finally {
        ticket = null;
      }
    }
  }
  throw new Error("a run was executed without a candidate");
}

/** What another try, or another specialist, may not meet again. */
const passing: ReadonlySet<string> = new Set(["AI_UNAVAILABLE", "TIMEOUT", "QUEUE_FULL"]);

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  let cancel = () => {};
  try {
    await unlessAborted(
      new Promise<void>((resolve) => {
        cancel = clock.after(ms, resolve);
      }),
      signal,
    );
  } finally {
    cancel();
  }
}

interface AskingOne extends Omit<Asking, "announce"> {
  readonly candidate: Candidate;
  readonly request: ChatRequest;
  readonly place: Ticket;
  /** Null: not before the first token. */
  readonly announce: (() => void) | null;
}

/** One try: its place, its deadlines, its stream. */
async function askOnce(
  deps: AskDeps,
  { run, candidate, request, place, announce, onText }: AskingOne,
): Promise<ChatEnd> {
  const { clock } = deps;
  const asked = clock.monotonic();
  const timers: (() => void)[] = [];
  try {
    await placeInQueue(run, place);
    const waited = place.grantedAt === null ? 0 : place.grantedAt - (run.timing.queue_ms === null ? run.zero : asked);
    run.timing = { ...run.timing, queue_ms: roundMs((run.timing.queue_ms ?? 0) + Math.max(0, waited)) };
    run.status = "running";
    if (announce) timers.push(clock.after(deps.announceAfterMs, announce));
    const deadlines = new Deadlines(clock, candidate);
    timers.push(() => deadlines.end());
    let end: ChatEnd | null = null;
    for await (const delta of candidate.chatModel.chat(request, deadlines.join(run.abort.signal))) {
      if (delta.type === "end") end = delta;
      else if (delta.type === "accepted") announce?.();
      else if (delta.text !== "") {
        deadlines.firstToken();
        onText(delta);
      }
    }
    if (end) return end;
    throw new AppError("AI_UNAVAILABLE", "The model's stream ended without saying that it was done.");
  } finally {
    for (const cancel of timers) cancel();
    place.release();
  }
}

/** Waits for the place, telling readers of every move; gives up when the run is aborted. */
async function placeInQueue(run: LiveRun, place: Ticket): Promise<void> {
  place.onMove = (at) => {
    if (!at) return;
    run.append({ type: "queued", ...run.origin(), position: at.position, estimated_wait_ms: at.estimatedWaitMs });
  };
  place.onMove(place.place());
  await unlessAborted(place.granted, run.abort.signal);
}

/** The time a candidate is given, counted from its place with the provider. */
class Deadlines {
  readonly #late = new AbortController();
  readonly #cancelFirst: () => void;
  readonly #cancelTotal: () => void;
  readonly #bounded: boolean;

  constructor(clock: Clock, { specialistId, patience }: Candidate) {
    const { firstTokenMs, totalMs } = patience;
    const after = (ms: number | null, what: string) =>
      ms === null
        ? () => {}
        : clock.after(ms, () =>
            this.#late.abort(
              new AppError("TIMEOUT", `${specialistId} ${what} within ${ms / 1000} s, the time the hub gives it.`, {
                specialist_id: specialistId,
                timeout_ms: ms,
              }),
            ),
          );
    this.#bounded = firstTokenMs !== null || totalMs !== null;
    this.#cancelFirst = after(firstTokenMs, "said nothing");
    this.#cancelTotal = after(totalMs, "did not finish");
  }

  /** Fires with the run's own signal, or when time is up. */
  join(signal: AbortSignal): AbortSignal {
    return this.#bounded ? AbortSignal.any([signal, this.#late.signal]) : signal;
  }

  firstToken(): void {
    this.#cancelFirst();
  }

  end(): void {
    this.#cancelFirst();
    this.#cancelTotal();
  }
}
