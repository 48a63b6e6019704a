/**
 * The statements of a run's life: it begins, its text grows, it ends. Written in SQL because they are
 * the busiest of all, and Prisma plans each anew; everything else about runs goes through Prisma.
 * Values travel as parameters only.
 */
import { Prisma } from "#server/db/generated/client.ts";
import type { RunDay } from "./run-days.ts";

export interface NewRunRow {
  readonly id: string;
  readonly ownerId: string;
  readonly specialistId: string;
  readonly provider: string;
  readonly model: string;
  readonly requestId: string;
  readonly routedBy: string;
  readonly reason: string;
  readonly capability: string | null;
  readonly dryRun: boolean;
  readonly prompt: string;
  readonly context: string | null;
  readonly sessionId: string | null;
  readonly broadcastId: string | null;
  readonly laneId: string | null;
  readonly createdAt: Date;
}

export interface RunProgress {
  readonly id: string;
  readonly status: string;
  readonly lastSeq: number;
  readonly content: string | null;
  readonly thinking: string | null;
}

export interface RunOutcome extends RunProgress {
  readonly finishReason: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** JSON */
  readonly warnings: string;
  /** JSON */
  readonly usage: string;
  readonly contextUsed: number | null;
  readonly queueMs: number | null;
  readonly firstTokenMs: number | null;
  readonly durationMs: number | null;
  readonly providerMs: number | null;
  readonly endedAt: Date;
}

export interface RunTaker {
  readonly id: string;
  readonly specialistId: string;
  readonly provider: string;
  readonly model: string;
  readonly routedBy: string;
  readonly reason: string;
}

/** All of them in one statement; at least one. */
export function insertRuns(rows: readonly NewRunRow[]): Prisma.Sql {
  const values = rows.map(
    (r) =>
      Prisma.sql`(${r.id}, ${r.ownerId}, ${r.specialistId}, ${r.provider}, ${r.model}, 'queued', ${r.requestId}, ${r.routedBy}, '', ${r.reason}, ${r.capability}, ${r.dryRun}, ${r.prompt}, ${r.context}, ${r.sessionId}, ${r.broadcastId}, ${r.laneId}, ${r.createdAt})`,
  );
  return Prisma.sql`INSERT INTO "Run" ("id", "ownerId", "specialistId", "provider", "model", "status", "requestId", "routedBy", "routedReason", "reason", "capability", "dryRun", "prompt", "context", "sessionId", "broadcastId", "laneId", "createdAt") VALUES ${Prisma.join(values)}`;
}

export const updateProgress = (r: RunProgress): Prisma.Sql =>
  Prisma.sql`UPDATE "Run" SET "status" = ${r.status}, "lastSeq" = ${r.lastSeq}, "content" = ${r.content}, "thinking" = ${r.thinking} WHERE "id" = ${r.id}`;

export const updateOutcome = (r: RunOutcome): Prisma.Sql =>
  Prisma.sql`UPDATE "Run" SET "status" = ${r.status}, "lastSeq" = ${r.lastSeq}, "content" = ${r.content}, "thinking" = ${r.thinking}, "finishReason" = ${r.finishReason}, "errorCode" = ${r.errorCode}, "errorMessage" = ${r.errorMessage}, "warnings" = ${r.warnings}, "usage" = ${r.usage}, "contextUsed" = ${r.contextUsed}, "queueMs" = ${r.queueMs}, "firstTokenMs" = ${r.firstTokenMs}, "durationMs" = ${r.durationMs}, "providerMs" = ${r.providerMs}, "endedAt" = ${r.endedAt} WHERE "id" = ${r.id}`;

/** Who answers, after another failed. */
export const updateTaker = (r: RunTaker): Prisma.Sql =>
  Prisma.sql`UPDATE "Run" SET "specialistId" = ${r.specialistId}, "provider" = ${r.provider}, "model" = ${r.model}, "routedBy" = ${r.routedBy}, "reason" = ${r.reason} WHERE "id" = ${r.id}`;

/** Adds the sums to those of their day. */
export const addToRunDay = (d: RunDay): Prisma.Sql =>
  Prisma.sql`INSERT INTO "RunDay" ("specialistId", "capability", "day", "completed", "failed", "durationMs", "firstTokenMs", "firstTokens", "up", "down") VALUES (${d.specialistId}, ${d.capability}, ${d.day}, ${d.completed}, ${d.failed}, ${d.durationMs}, ${d.firstTokenMs}, ${d.firstTokens}, ${d.up}, ${d.down}) ON CONFLICT ("specialistId", "capability", "day") DO UPDATE SET "completed" = "completed" + excluded."completed", "failed" = "failed" + excluded."failed", "durationMs" = "durationMs" + excluded."durationMs", "firstTokenMs" = "firstTokenMs" + excluded."firstTokenMs", "firstTokens" = "firstTokens" + excluded."firstTokens", "up" = "up" + excluded."up", "down" = "down" + excluded."down"`;
