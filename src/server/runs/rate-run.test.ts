/** Ratings and outcomes against a real database: the days say what the runs do, whatever happened in whatever order. */
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RatingValue } from "#contract/registry.ts";
import { createContentCodec } from "#server/db/content-codec.ts";
import { loadKeyring } from "#server/db/keyring.ts";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import { newId } from "#server/kernel/ids.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { testIdentity } from "./live-run.fixture.ts";
import type { LiveRun, RunIdentity } from "./live-run.ts";
import { LiveRuns } from "./live-runs.ts";
import { MemoryRunLog } from "./memory-run-log.ts";
import { type RateDeps, rateRun } from "./rate-run.ts";
import { RunDaysStore, startRunDaysSweeper } from "./run-days-store.ts";
import { RunFigures } from "./run-figures.ts";
import { RunStore } from "./run-store.ts";

const dayMs = 24 * 3600 * 1000;
let database: Awaited<ReturnType<typeof openTestDatabase>>;
let codec: ReturnType<typeof createContentCodec>;
beforeAll(async () => {
  database = await openTestDatabase();
  codec = createContentCodec(await loadKeyring({ dataDir: database.dir, env: randomBytes(32).toString("base64") }));
});
afterAll(() => database.close());

/** An engine's storage with nothing in it, at the start of a day. */
async function open() {
  const { prisma } = database;
  await prisma.run.deleteMany();
  await prisma.runDay.deleteMany();
  const clock = new ManualClock();
  const figures = new RunFigures(clock);
  const store = new RunStore(prisma, codec, figures);
  const days = new RunDaysStore(prisma, clock);
  const live = new LiveRuns({ log: new MemoryRunLog(10), clock, graceMs: 10_000, retainMs: 60_000, retainRuns: 4 });
  const kinds = new Map([["fix this", "debugging"]]);
  const deps: RateDeps = { live, store, clock, kindOf: (text) => kinds.get(text) ?? null };
  const begin = async (identity: Partial<RunIdentity> = {}) => {
    const run = live.open(
      testIdentity({ id: newId("run", clock.now()), onDisconnect: "continue", createdAt: clock.now(), ...identity }),
    );
    await store.create([run]);
    return run;
  };
  const end = async (run: LiveRun, status: LiveRun["status"], content = "an answer") => {
    const first_token_ms = content === "" ? null : 12.5;
    Object.assign(run, { status, content, endedAt: clock.now() });
    run.timing = { queue_ms: 0, first_token_ms, duration_ms: 100.25, provider_ms: null };
    if (status === "completed") run.finishReason = "stop";
    await store.finish(run);
    live.end(run);
    return run.identity.id;
  };
  const rate = (runId: string, value: RatingValue) => rateRun(deps, localActor, runId, value);
  return { prisma, clock, figures, store, days, live, begin, end, rate, kinds };
}

const apollo = {
  id: "apollo-ai",
  capabilities: { primary: ["debugging"], scores: { debugging: 0.9 }, learned: [] },
};
const thumbs = (figures: RunFigures, capability = "debugging") => {
  const found = figures.evidence(apollo).find((one) => one.capability === capability);
  return [found?.up, found?.down];
};

describe("days", () => {
  test("are what a recount of the runs gives, in the database and in memory", { timeout: 60_000 }, async () => {
    const step = fc.record({
      specialistId: fc.constantFrom("apollo-ai", "athena-ai"),
      capability: fc.constantFrom(null, "debugging", "testing"),
      dryRun: fc.boolean(),
      status: fc.constantFrom("completed", "failed", "cancelled", "interrupted") as fc.Arbitrary<LiveRun["status"]>,
      content: fc.constantFrom("", "an answer"),
      laterMs: fc.constantFrom(0, 1, dayMs / 3, dayMs),
      ratings: fc.array(fc.constantFrom<RatingValue>(1, -1, null), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const { prisma, clock, figures, days, begin, end, rate } = await open();
        for (const { status, content, laterMs, ratings, ...identity } of steps) {
          // What it was rated for must be what it was routed for, for the recount to tell; so none is named.
          const run = await begin({ ...identity, prompt: "of no kind" });
          const id = await end(run, status, content);
          if (!identity.dryRun && (status === "completed" || content !== ""))
            for (const value of ratings) await rate(id, value);
          await clock.advance(laterMs);
        }
        const kept = [...(await days.kept())];
        const recount = await prisma.$queryRaw<object[]>`
          SELECT "specialistId", COALESCE("capability", '') AS "capability",
            CAST(julianday("endedAt") - 2440587.5 AS INTEGER) AS "day",
            SUM("status" = 'completed') AS "completed", SUM("status" = 'failed') AS "failed",
            SUM(CASE WHEN "status" = 'completed' THEN "durationMs" ELSE 0.0 END) AS "durationMs",
            SUM(CASE WHEN "status" = 'completed' THEN COALESCE("firstTokenMs", 0.0) ELSE 0.0 END) AS "firstTokenMs",
            SUM("status" = 'completed' AND "firstTokenMs" IS NOT NULL) AS "firstTokens",
            COALESCE(SUM("rating" = 1), 0) AS "up", COALESCE(SUM("rating" = -1), 0) AS "down"
          FROM "Run"
          WHERE ("status" IN ('completed', 'failed') OR "rating" IS NOT NULL) AND NOT "dryRun"
          GROUP BY 1, 2, 3`;
        const byPlace = (rows: readonly object[]) =>
          rows
            .map((row) =>
              Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === "bigint" ? Number(v) : v])),
            )
            .filter(({ completed, failed, up, down }) => completed || failed || up || down)
            .map((row) => JSON.stringify(row, Object.keys(row).sort()))
            .sort();
        expect(byPlace(kept)).toEqual(byPlace(recount));

        const afterRestart = new RunFigures(clock);
        for (const day of kept) afterRestart.add(day);
        for (const id of ["apollo-ai", "athena-ai"]) {
          expect(afterRestart.of(id)).toEqual(figures.of(id));
          const seen = (of: RunFigures) => of.evidence({ ...apollo, id }).filter((one) => one.learned !== null);
          expect(seen(afterRestart)).toEqual(seen(figures));
        }
      }),
      { numRuns: 20 },
    );
  });

  test("count a run for who answered, when another took over", async () => {
    const { figures, begin, end } = await open();
    const run = await begin({ capability: "debugging" });
    const routed = { by: "fallback" as const, reason: "athena-ai answers instead of apollo-ai." };
    run.handOver({ specialistId: "athena-ai", provider: "ollama", model: "m", routed });
    await end(run, "completed");
    expect([figures.of("apollo-ai").samples, figures.of("athena-ai").samples]).toEqual([0, 1]);
  });

  test("of an outcome that could not be committed are not there", async () => {
    const { prisma, figures, store, begin } = await open();
    const run = Object.assign(await begin(), { status: "completed" as const });
    const refuse = async () => {
      throw new Error("disk full");
    };
    await expect(store.finish(run, refuse)).rejects.toThrow();
    expect([await prisma.runDay.count(), figures.of("apollo-ai").samples]).toEqual([0, 0]);
    await store.finish(run);
    expect([await prisma.runDay.count(), figures.of("apollo-ai").samples]).toEqual([1, 1]);
  });

  test("older than 90 days are swept, at the start and once a day", async () => {
    const { prisma, clock, days, begin, end } = await open();
    await end(await begin(), "completed");
    await clock.advance(dayMs);
    await end(await begin(), "completed");
    await clock.advance(88 * dayMs);
    const stop = startRunDaysSweeper({ days, clock, log: silentLog });
    await stop();
    expect([await prisma.runDay.count(), [...(await days.kept())].length]).toEqual([2, 2]);
    const stopAgain = startRunDaysSweeper({ days, clock, log: silentLog });
    await clock.advance(0);
    await clock.advance(dayMs);
    await stopAgain();
    expect(await prisma.runDay.count()).toBe(1);
    expect(await clock.pending).toBe(0);
  });
});

describe("a rating", () => {
  test("is stored, shown, changed and taken back, and the counters go with it", async () => {
    const { figures, store, begin, end, rate } = await open();
    const id = await end(await begin({ capability: "debugging" }), "completed");
    const shown = async () => (await store.find(localActor, id))?.rating;
    expect(await shown()).toBe(null);
    for (const [value, expected] of [
      [1, [1, 0]],
      [1, [1, 0]],
      [-1, [0, 1]],
      [null, [0, 0]],
      [null, [0, 0]],
      [-1, [0, 1]],
    ] as const) {
      expect(await rate(id, value)).toEqual({ run_id: id, rating: value });
      expect([await shown(), thumbs(figures)]).toEqual([value, expected]);
    }
  });

  test("of a run that named its specialist counts for the work its text asks for, from the first one on", async () => {
    const { figures, begin, end, rate, kinds } = await open();
    const id = await end(await begin({ prompt: "fix this" }), "completed");
    await rate(id, 1);
    kinds.set("fix this", "testing");
    await rate(id, -1);
    expect([thumbs(figures), thumbs(figures, "testing")]).toEqual([
      [0, 1],
      [undefined, undefined],
    ]);
    await rate(id, null);
    expect(thumbs(figures)).toEqual([0, 0]);
  });

  test("of a text of no known kind is kept, and stays of no kind", async () => {
    const { prisma, begin, end, rate, kinds } = await open();
    const id = await end(await begin({ prompt: "hm" }), "completed");
    await rate(id, 1);
    kinds.set("hm", "testing");
    await rate(id, -1);
    const day = await prisma.runDay.findMany();
    expect(day).toEqual([expect.objectContaining({ capability: "", completed: 1, up: 0, down: 1 })]);
  });

  test("needs an answer that has ended, of one's own", async () => {
    const { begin, end, rate, live, store, clock } = await open();
    const going = await begin();
    await expect(rate(going.identity.id, 1)).rejects.toMatchObject({ code: "CONFLICT" });
    const empty = await end(await begin(), "failed", "");
    await expect(rate(empty, 1)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const dry = await end(await begin({ dryRun: true }), "completed");
    await expect(rate(dry, 1)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(rate("run_none", 1)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    const mine = await end(await begin(), "completed");
    const bob = { id: "bob", name: "bob", role: "admin" } as const;
    const deps: RateDeps = { live, store, clock, kindOf: () => null };
    await expect(rateRun(deps, bob, mine, 1)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    for (const status of ["cancelled", "failed"] as const) {
      expect(await rate(await end(await begin(), status), 1)).toMatchObject({ rating: 1 });
    }
  });

  test("of many at once leaves one rating and the counters that belong to it", async () => {
    const { figures, store, live, begin, end, rate } = await open();
    const id = await end(await begin({ capability: "debugging" }), "completed");
    const values: RatingValue[] = [1, -1, null, 1, 1, -1, null, -1, 1, -1];
    await Promise.all(values.map((value) => rate(id, value)));
    const stored = (await store.find(localActor, id))?.rating;
    expect(thumbs(figures)).toEqual([Number(stored === 1), Number(stored === -1)]);
    expect(live.find(localActor, id)?.rating).toBe(stored);
  });

  test("of an answer older than the days that are kept is stored and counts for nothing", async () => {
    const { prisma, clock, days, begin, end, rate } = await open();
    const id = await end(await begin({ capability: "debugging" }), "completed");
    await clock.advance(90 * dayMs);
    await days.sweep();
    expect(await rate(id, -1)).toMatchObject({ rating: -1 });
    expect(await prisma.runDay.count()).toBe(0);
  });
});
