/** The whole part about sessions, on databases as small as they may be. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeExchanges } from "./exchange.ts";
import { formatSessions } from "./format-sessions.ts";
import { judgeSessions } from "./judge-sessions.ts";
import { measureSessions } from "./measure-sessions.ts";
import { seededRandom } from "./seeded-random.ts";
import { type SessionStage, startSessionStage } from "./session-stage.ts";
import { type SpawnedScript, spawnScript } from "./spawn-script.ts";

const sizes = [
  { sessions: 12, turnsEach: 25 },
  { sessions: 12, turnsEach: 30 },
] as const;
const plan = {
  sizes,
  times: { warmUp: 2, rounds: 1, samples: 3, atOnce: [1, 2] },
  memory: { warmUp: 2, used: 4, answering: 4 },
  recovery: { sessions: 3, drops: 2, seconds: 3 },
};
const random = seededRandom(1);
let upstream: SpawnedScript;
let stage: SessionStage;

beforeAll(async () => {
  upstream = await spawnScript("upstream.ts", [String(plan.recovery.seconds)]);
  stage = await startSessionStage({ upstream, sizes, random }, () => {});
});
afterAll(async () => {
  await closeExchanges();
  await stage.close();
  await upstream.stop();
});

test("every figure is taken, every answer checked, and no event lost or doubled", async () => {
  const figures = await measureSessions(stage, plan, random, () => {});
  for (const { hubs } of figures.times) {
    expect(hubs.map(({ messages }) => messages)).toEqual([600, 720]);
    for (const { operations } of hubs) {
      expect(operations.map(({ operation }) => operation)).toEqual(["create", "read", "append", "acknowledge"]);
      for (const { samples, p50, p99 } of operations) {
        expect(samples).toBe(3);
        expect(p99).toBeGreaterThanOrEqual(p50);
      }
    }
  }
  const { fromDrop, fromReconnect, ...recovery } = figures.recovery;
  expect(recovery).toEqual({ sessions: 3, drops: 6, retryMs: 500, lost: 0, twice: 0 });
  expect(fromDrop.p50).toBeGreaterThan(fromReconnect.p50);
  expect(figures.memory?.used.sessions).toBe(4);

  expect(judgeSessions(figures).map(({ property }) => property)).toContain(
    "session read, p99, one at a time, 600 messages",
  );
  expect(formatSessions(figures).join("\n")).toContain("A has 600 messages in 12 sessions, B 720 in 12");
}, 60_000);
