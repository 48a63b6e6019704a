/** With few places, runs wait in order, see where they stand, and are refused when too many wait. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ErrorBody } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { LoggedEvent } from "#contract/run-events.ts";
import { foldEntries, readRunEvents } from "#e2e/hub/read-run-events.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ env: { TEKTON_MAX_PARALLEL: "2" } });
});
afterAll(() => stage.close());

const queuedNow = () => stage.test.hub.providers.get("ollama")?.admission.queued ?? 0;

async function entriesOf(response: Response): Promise<LoggedEvent[]> {
  const entries: LoggedEvent[] = [];
  for await (const entry of readRunEvents(response)) entries.push(entry);
  return entries;
}

const positions = (entries: readonly LoggedEvent[]) =>
  entries.flatMap(({ event }) => (event.type === "queued" ? [event] : []));

test("30 runs on 2 places: never more at once, in order of arrival, every position told", async () => {
  stage.fake.defaultScript = { tokens: ["a ", "b"], tokenMs: 100 };
  let most = 0;
  const watching = setInterval(() => {
    most = Math.max(most, stage.fake.active);
  }, 1);
  const reading: Promise<LoggedEvent[]>[] = [];
  for (let i = 0; i < 30; i += 1) {
    // One after another, so that the order of arrival is known.
    reading.push(stage.client.ask(`number ${i}.`, { body: { on_disconnect: "continue" } }).then(entriesOf));
    await vi.waitUntil(() => isLive(`number ${i}.`), { timeout: 5000, interval: 1 });
  }
  const all = await Promise.all(reading);
  clearInterval(watching);
  expect(most).toBe(2);
  const order = stage.fake.requests
    .filter(({ path }) => path === "/api/chat")
    .map(({ body }) => Number(/number (\d+)\./.exec(JSON.stringify(body))?.[1]));
  // Two that go at the same time reach the model in either order.
  for (const [at, number] of order.entries()) expect(Math.abs(at - number)).toBeLessThanOrEqual(1);
  expect(order).toHaveLength(30);
  let estimated = 0;
  for (const entries of all) {
    expect(foldEntries(entries).phase).toBe("done");
    const queued = positions(entries);
    for (const [i, event] of queued.entries()) {
      const before = queued[i - 1];
      if (before) expect(event.position).toBe(before.position - 1);
      if (event.estimated_wait_ms !== null) estimated += 1;
    }
    if (queued.length > 0) expect(queued.at(-1)?.position).toBe(1);
  }
  expect(positions(all[29] ?? []).length).toBeGreaterThan(10);
  expect(estimated).toBeGreaterThan(100);
});

const isLive = (prompt: string) =>
  [...stage.test.hub.team.live.active()].some(({ identity }) => identity.prompt === prompt);
const started = () => stage.fake.requests.filter(({ path }) => path === "/api/chat").length;

test("a queued run can be cancelled, and those behind it move up", async () => {
  stage.fake.defaultScript = { tokens: ["x"], stallAfter: { tokens: 1 } };
  const before = started();
  const responses = await Promise.all(
    Array.from({ length: 5 }, (_, i) => stage.client.ask(`stuck ${i}`, { body: { on_disconnect: "continue" } })),
  );
  const ids = responses.map((response) => response.headers.get("x-run-id") ?? "");
  const waiting = [...stage.test.hub.team.live.active()].filter((run) => run.status === "queued");
  expect(waiting).toHaveLength(3);
  const [first, second, third] = waiting.map((run) => run.identity.id);
  const cancelled = await stage.client.cancel(second ?? "");
  expect(cancelled).toMatchObject({ status: "cancelled", content: "" });
  expect(cancelled.timing.queue_ms).toBeNull();
  const last = responses[ids.indexOf(third ?? "")];
  const seen: number[] = [];
  if (last) {
    for await (const { event } of readRunEvents(last)) {
      if (event.type === "queued") seen.push(event.position);
      if (seen.length === 2) break;
    }
  }
  expect(seen).toEqual([3, 2]);
  expect(queuedNow()).toBe(2);
  await stage.client.cancel(first ?? "");
  for (const id of ids) await stage.client.cancel(id);
  expect(started() - before).toBeLessThanOrEqual(4);
  expect(queuedNow()).toBe(0);
  await vi.waitUntil(() => stage.fake.active === 0, { timeout: 5000 });
});

test("beyond the bound the answer is 429, at once, with when to come back", async () => {
  stage.fake.defaultScript = { tokens: ["x"], stallAfter: { tokens: 1 } };
  const leaving = new AbortController();
  const { signal } = leaving;
  const held = Array.from({ length: 2 + limits.queuedRuns }, (_, i) =>
    stage.client.ask(`held ${i}`, { body: { on_disconnect: "continue" }, signal }).catch(() => null),
  );
  await vi.waitUntil(() => queuedNow() === limits.queuedRuns, { timeout: 15_000, interval: 2 });
  const refused = await stage.client.ask("one too many");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  const { error } = (await refused.json()) as ErrorBody;
  expect(error.code).toBe("QUEUE_FULL");
  expect(error.details?.retry_after_ms).toBeGreaterThan(0);
  await Promise.all(
    [...stage.test.hub.team.live.active()].reverse().map((run) => stage.client.cancel(run.identity.id)),
  );
  await Promise.all(held.map(async (response) => (await response)?.text()));
  const gauges = await stage.client.gauges();
  expect(gauges).toMatchObject({ tekton_runs_active: 0, tekton_run_watchers: 0 });
  expect(gauges['tekton_provider_running{provider="ollama"}']).toBe(0);
}, 60_000);
