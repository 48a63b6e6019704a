/**
 * The rows of runs. Ownership is part of every query made for an actor; text is sealed by the codec
 * with its place, so a row's text cannot be moved to another row. Knows no live run but as the source
 * of what it writes.
 */
import { type RunView, runView } from "#contract/run-view.ts";
import { tokensUsed, unknownUsage, usage } from "#contract/usage.ts";
import type { ContentCodec } from "#server/db/content-codec.ts";
import type { Prisma, PrismaClient, Run } from "#server/db/generated/client.ts";
import { GroupCommit } from "#server/db/group-commit.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { isAppError } from "#server/kernel/app-error.ts";
import type { RunQuery } from "./list-runs.ts";
import type { LiveRun } from "./live-run.ts";
import {
  insertRuns,
  type NewRunRow,
  type RunOutcome,
  type RunProgress,
  updateOutcome,
  updateProgress,
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

type SealedColumn = "prompt" | "content" | "thinking" | "context" | "errorMessage";

/** A session that was deleted and could still be restored takes its runs with it. */
const notInTheBin = { OR: [{ sessionId: null }, { session: { deletedAt: null } }] };

interface RunWrite {
  readonly begin?: readonly NewRunRow[];
  readonly progress?: readonly RunProgress[];
  readonly end?: RunOutcome;
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
      routedReason: i.routed.reason,
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

  /** Writes the outcome; the last event's number is one more than what was logged so far. */
  finish(run: LiveRun, after?: AlsoWrite): Promise<void> {
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
    return this.#writes.add({ end, after });
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
      const nothing = { content: null, thinking: null, context: null, errorMessage: null, finishReason: null };
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
      routed: { by: row.routedBy, reason: row.routedReason },
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
  for (const { begin, progress, end, before, after } of writes) {
    await before?.(tx);
    if (begin && (before || after)) await tx.$executeRaw(insertRuns(begin));
    for (const row of progress ?? []) await tx.$executeRaw(updateProgress(row));
    if (end) await tx.$executeRaw(updateOutcome(end));
    await after?.(tx);
  }
}
