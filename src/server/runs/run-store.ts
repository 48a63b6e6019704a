/**
 * The rows of runs. Ownership is part of every query made for an actor; text is sealed by the codec
 * with its place, so a row's text cannot be moved to another row. Knows no live run but as the source
 * of what it writes.
 */

import type { RatingValue } from "#contract/registry.ts";
import { type RunView, runView } from "#contract/run-view.ts";
import { tokensUsed, unknownUsage, usage } from "#contract/usage.ts";
import type { ContentCodec } from "#server/db/content-codec.ts";
import type { Prisma, PrismaClient, Run } from "#server/db/generated/client.ts";
import { GroupCommit } from "#server/db/group-commit.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import type { RunQuery } from "./list-runs.ts";
import type { LiveRun } from "./live-run.ts";
import { dayOf, keptDays, type RunDay, ratedDay, runDayOf } from "./run-days.ts";
import type { RunFigures } from "./run-figures.ts";
import {
  addToRunDay,
  insertRuns,
  type NewRunRow,
  type RunOutcome,
  type RunProgress,
  type RunTaker,
  updateOutcome,
  updateProgress,
  updateTaker,
} from "./run-rows.ts";

export type Transaction = Prisma.TransactionClient;

/** Rows other nouns write together with a run's, in its transaction. */
export type AlsoWrite = (tx: Transaction) => Promise<void>;

/** Rows the new runs point to, and rows that point to them. */
export interface AlsoWrites {
  readonly before?: AlsoWrite | undefined;
  readonly after?: AlsoWrite | undefined;
}

/**
 * A crash may have swallowed events that a reader has already seen; the last event of an interrupted
 * run gets a number beyond any of them.
 */
const crashGap = 100_000;

/** What a run says whose row was ended without knowing more. */
const interruptedMessage = "The hub stopped while this answer was being written. What had come of it is kept.";
const unreadableMessage = "What is stored of this run is damaged and cannot be read.";

const unsaid = (code: string): string => (code === "INTERRUPTED" ? interruptedMessage : unreadableMessage);

/** A run as far as rating it goes. */
export interface RatedRun {
  /** Null while it goes on. */
  readonly endedAt: Date | null;
  /** Whether there is an answer that could be rated. */
  readonly hasAnswer: boolean;
  /** Null: not known yet; empty: of no known kind. */
  readonly capability: string | null;
  readonly dryRun: boolean;
  /** What was asked. Throws AppError INTERNAL when it cannot be read. */
  readonly prompt: () => string;
}

type SealedColumn = "prompt" | "content" | "thinking" | "context" | "errorMessage" | "reason";

/** A session that was deleted and could still be restored takes its runs with it. */
const notInTheBin = { OR: [{ sessionId: null }, { session: { deletedAt: null } }] };

interface RunWrite {
  readonly begin?: readonly NewRunRow[];
  readonly progress?: readonly RunProgress[];
  readonly end?: RunOutcome;
  /** What the outcome adds to its day. */
  readonly day?: RunDay | null;
  readonly taker?: RunTaker;
  /** Rows of others, before and after ours. */
  readonly before?: AlsoWrite | undefined;
  readonly after?: AlsoWrite | undefined;
}

export class RunStore {
  /** Runs begin and end by the hundred a second, and a commit waits for the disk. */
  readonly #writes = new GroupCommit<RunWrite>((writes) => this.db.$transaction((tx) => writeAll(tx, writes)));

  constructor(
    private readonly db: PrismaClient,
    private readonly codec: ContentCodec,
    /** Told of what was committed. */
    private readonly figures: Pick<RunFigures, "add">,
  ) {}

  #seal(column: SealedColumn, row: string, text: string): string {
    return this.codec.seal(text, { table: "Run", row, column });
  }

  /** Writes new runs, and what belongs to them, in one transaction. */
  create(runs: readonly LiveRun[], also: AlsoWrites = {}): Promise<void> {
    const begin = runs.map(({ identity: i }) => ({
      id: i.id,
      ownerId: i.ownerId,
      specialistId: i.specialistId,
      provider: i.provider,
      model: i.model,
      requestId: i.requestId,
      routedBy: i.routed.by,
      reason: this.#seal("reason", i.id, i.routed.reason),
      capability: i.capability,
      dryRun: i.dryRun,
      prompt: this.#seal("prompt", i.id, i.prompt),
      context: i.context && this.#seal("context", i.id, JSON.stringify(i.context)),
      sessionId: i.sessionId,
      broadcastId: i.broadcastId,
      laneId: i.laneId,
      createdAt: new Date(i.createdAt),
    }));
    return this.#writes.add({ begin, ...also });
  }

  #progress(run: LiveRun): RunProgress {
    const { id } = run.identity;
    return {
      id,
      status: run.status,
      lastSeq: run.seq,
      content: run.content === "" ? null : this.#seal("content", id, run.content),
      thinking: run.thinking === "" ? null : this.#seal("thinking", id, run.thinking),
    };
  }

  /** Writes the text so far of runs in progress, all in one transaction. */
  checkpoint(runs: readonly LiveRun[]): Promise<void> {
    return this.#writes.add({ progress: runs.map((run) => this.#progress(run)) });
  }

  /** Writes who answers from now on. */
  handOver({ identity }: LiveRun, after?: AlsoWrite): Promise<void> {
    const { id, specialistId, provider, model, routed } = identity;
    const reason = this.#seal("reason", id, routed.reason);
    const taker = { id, specialistId, provider, model, routedBy: routed.by, reason };
    return this.#writes.add({ taker, after });
  }

  /** Writes the outcome and counts it; the last event's number is one more than what was logged so far. */
  async finish(run: LiveRun, after?: AlsoWrite): Promise<void> {
    const { timing, error } = run;
    const end = {
      ...this.#progress(run),
      lastSeq: run.seq + 1,
      finishReason: run.finishReason,
      errorCode: error?.code ?? null,
      errorMessage: error && this.#seal("errorMessage", run.identity.id, error.message),
      warnings: JSON.stringify(run.warnings),
      usage: JSON.stringify(run.usage),
      contextUsed: run.contextUsed,
      queueMs: timing.queue_ms,
      firstTokenMs: timing.first_token_ms,
      durationMs: timing.duration_ms,
      providerMs: timing.provider_ms,
      endedAt: new Date(run.endedAt ?? run.identity.createdAt),
    };
    const day = runDayOf(run);
    await this.#writes.add({ end, day, after });
    if (day) this.figures.add(day);
  }

  /**
   * Ends the runs that another process left unfinished; for the start, before anything new runs.
   * @returns how many there were
   */
  async interruptOrphans(now: number): Promise<number> {
    const { count } = await this.db.run.updateMany({
      where: { status: { in: ["queued", "running"] } },
      data: {
        status: "interrupted",
        errorCode: "INTERRUPTED",
        endedAt: new Date(now),
        lastSeq: { increment: crashGap },
      },
    });
    return count;
  }

  async find(actor: Actor, id: string): Promise<RunView | null> {
    const row = await this.db.run.findFirst({ where: { id, ownerId: actor.id, ...notInTheBin } });
    return row && this.toView(row);
  }

  /** What a rating needs to know of a run; null when the actor has none such. */
  async findRated(actor: Actor, id: string): Promise<RatedRun | null> {
    const row = await this.db.run.findFirst({ where: { id, ownerId: actor.id, ...notInTheBin } });
    if (!row) return null;
    const { endedAt, status, content, capability, dryRun } = row;
    const prompt = () => this.codec.open(row.prompt, { table: "Run", row: id, column: "prompt" });
    return { endedAt, hasAnswer: status === "completed" || content !== null, capability, dryRun, prompt };
  }

  /**
   * Sets the rating of a run that has ended, and moves the counters of its day with it, in one transaction.
   * @param kind what kind of work it was, where that is not known yet; stored with the first rating, so that
   *   taking it back moves the same counter
   * @returns false when the run is gone
   */
  async rate(id: string, value: RatingValue, { kind, now }: { kind: string; now: number }): Promise<boolean> {
    let moved: RunDay | null = null;
    let found = false;
    const rate: AlsoWrite = async (tx) => {
      const run = await tx.run.findUnique({ where: { id } });
      found = run?.endedAt != null;
      moved = null;
      if (!run?.endedAt || run.rating === value) return;
      const capability = run.capability ?? kind;
      const place = { specialistId: run.specialistId, capability, day: dayOf(run.endedAt.getTime()) };
      await tx.run.update({ where: { id }, data: { rating: value, capability } });
      // A day that is not kept is not begun again.
      if (place.day <= dayOf(now) - keptDays) return;
      moved = ratedDay(place, run.rating as RatingValue, value);
      await tx.$executeRaw(addToRunDay(moved));
    };
    await this.#writes.add({ after: rate });
    if (moved) this.figures.add(moved);
    return found;
  }

  /** Newest first. */
  async list(actor: Actor, query: RunQuery): Promise<RunView[]> {
    const { status, specialist_id, session_id, limit, cursor } = query;
    const rows = await this.db.run.findMany({
      where: {
        ownerId: actor.id,
        ...notInTheBin,
        ...(status && { status }),
        ...(specialist_id && { specialistId: specialist_id }),
        ...(session_id && { sessionId: session_id }),
        // Ids sort by time, so the id alone is the cursor.
        ...(cursor && { id: { lt: cursor } }),
      },
      orderBy: { id: "desc" },
      take: limit,
    });
    return rows.map((row) => this.#toListedView(row));
  }

  /** One damaged run must not hide all others: it is shown without its text, as failed. */
  #toListedView(row: Run): RunView {
    try {
      return this.toView(row);
    } catch (error) {
      if (!isAppError(error)) throw error;
      const nothing = {
        content: null,
        thinking: null,
        context: null,
        errorMessage: null,
        reason: null,
        finishReason: null,
      };
      return this.toView({ ...row, ...nothing, status: "failed", errorCode: error.code });
    }
  }

  /** @throws AppError INTERNAL when a text cannot be read */
  toView(row: Run): RunView {
    const open = (column: SealedColumn) => {
      const sealed = row[column];
      return sealed === null ? null : this.codec.open(sealed, { table: "Run", row: row.id, column });
    };
    const counts = row.usage === null ? unknownUsage : usage.parse(row.usage);
    const context = open("context");
    return runView.parse({
      id: row.id,
      status: row.status,
      specialist_id: row.specialistId,
      session_id: row.sessionId,
      broadcast_id: row.broadcastId,
      lane_id: row.laneId,
      provider: row.provider,
      model: row.model,
      routed: { by: row.routedBy, reason: open("reason") ?? row.routedReason },
      content: open("content") ?? "",
      thinking: open("thinking") ?? "",
      finish_reason: row.finishReason,
      error:
        row.errorCode === null ? null : { code: row.errorCode, message: open("errorMessage") ?? unsaid(row.errorCode) },
      warnings: row.warnings ?? [],
      usage: counts,
      tokens_used: tokensUsed(counts),
      timing: {
        queue_ms: row.queueMs,
        first_token_ms: row.firstTokenMs,
        duration_ms: row.durationMs,
        provider_ms: row.providerMs,
      },
      context: context === null ? null : JSON.parse(context),
      context_used: row.contextUsed,
      rating: row.rating,
      last_seq: row.lastSeq,
      created_at: row.createdAt.toISOString(),
      ended_at: row.endedAt?.toISOString() ?? null,
    });
  }
}

/** In the order they came, but for new runs nobody else's rows belong to: those share one statement. */
async function writeAll(tx: Transaction, writes: readonly RunWrite[]): Promise<void> {
  const alone = writes.flatMap(({ begin, before, after }) => (begin && !before && !after ? begin : []));
  if (alone.length > 0) await tx.$executeRaw(insertRuns(alone));
  for (const { begin, progress, taker, end, day, before, after } of writes) {
    await before?.(tx);
    if (begin && (before || after)) await tx.$executeRaw(insertRuns(begin));
    for (const row of progress ?? []) await tx.$executeRaw(updateProgress(row));
    if (taker) await tx.$executeRaw(updateTaker(taker));
    if (end) await tx.$executeRaw(updateOutcome(end));
    if (day) await tx.$executeRaw(addToRunDay(day));
    await after?.(tx);
  }
}
