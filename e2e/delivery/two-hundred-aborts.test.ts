/** Whatever moment a reader leaves or a run is stopped at, nothing of it stays behind. */
import { getEventListeners } from "node:events";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readSse } from "#e2e/hub/read-sse.ts";
import { SkippingClock } from "#e2e/hub/skipping-clock.ts";
import { localActor } from "#server/kernel/actor.ts";
import { inParallel } from "./in-parallel.ts";
import { createRandom } from "./random.ts";
import { type Stage, startStage } from "./start-stage.ts";

const clock = new SkippingClock();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ clock });
});
afterAll(() => stage.close());

const moments = [
  "before the headers",
  "before the first token",
  "in mid-answer",
  "while idle",
  "while queued",
] as const;
const ways = ["the client leaves", "POST cancel", "both"] as const;
type Moment = (typeof moments)[number];

const words = Array.from({ length: 400 }, (_, i) => `w${i} `);

function scriptMoments(): void {
  stage.fake.script("before the headers", { firstTokenMs: 60_000 });
  stage.fake.script("before the first token", { tokens: [""], stallAfter: { tokens: 1 } });
  stage.fake.script("in mid-answer", { tokens: words, tokenMs: 3 });
  stage.fake.script("while idle", { tokens: words, stallAfter: { tokens: 5 } });
  stage.fake.script("while queued", { tokens: words, tokenMs: 3 });
}

/** Reads until the run stands where the moment says. */
async function readTo(moment: Moment, response: Response, more: number): Promise<void> {
  let contents = 0;
  if (moment === "before the headers" || moment === "while queued") return;
  const events = readSse(response.body)[Symbol.asyncIterator]();
  // Not for-await: leaving one closes the body, and when to leave is the test's to say.
  for (;;) {
    const { done, value } = await events.next();
    if (done) return;
    if (value.data.includes('"start"') && moment === "before the first token") return;
    if (value.data.includes('"content"')) contents += 1;
    if (moment === "while idle" && contents >= 1) return;
    if (moment === "in mid-answer" && contents > more) return;
  }
}

test("200 random aborts leave no run, place, socket, reader, listener or timer", async () => {
  const { random, pick, seed } = createRandom();
  scriptMoments();
  const { client, fake } = stage;
  const { live, providers } = stage.test.hub.team;
  const baseTimers = clock.pending();
  const signals = new Set<AbortSignal>();
  const ended: Record<string, number> = {};
  let byGrace = 0;

  const abortOne = async (question: string, moment: Moment, way: (typeof ways)[number]): Promise<void> => {
    const leaving = new AbortController();
    const asked = client.ask(question, { signal: leaving.signal, body: { on_disconnect: "cancel" } }).catch(() => null);
    // A run before its first byte has told its client nothing: it is found by what it was asked.
    const run = await vi.waitUntil(() => find(question), { timeout: 10_000, interval: 2 });
    signals.add(run.abort.signal);
    const response = moment === "before the headers" && random() < 0.5 ? null : await asked;
    if (response) await readTo(moment, response, Math.floor(random() * 8));
    if (way !== "the client leaves") {
      const { status } = await client.cancel(run.identity.id);
      ended[status] = (ended[status] ?? 0) + 1;
    }
    if (way !== "POST cancel") leaving.abort();
    await (await asked)?.text().catch(() => "");
  };

  for (let round = 0; round < 5; round += 1) {
    await inParallel(30, 40, (i) => {
      const moment = pick(moments);
      return abortOne(`${moment} ${round}.${i}.`, moment, pick(ways));
    });
    const watchers = () => [...live.active()].reduce((sum, run) => sum + run.watchers, 0);
    await vi.waitUntil(() => watchers() === 0, { timeout: 5000, interval: 2 });
    byGrace += live.activeCount;
    // The grace of those whose client left without a word.
    await clock.skip(10_500);
    await vi.waitUntil(() => live.activeCount === 0, { timeout: 5000, interval: 2 });
    // A skip of seconds may pass the deadline of a look at the provider.
    while (!providers.get("ollama")?.up) await clock.skip(100);
  }

  await vi.waitUntil(() => fake.active === 0, { timeout: 5000, interval: 2 });
  for (const signal of signals) expect(getEventListeners(signal, "abort")).toHaveLength(0);
  // The logs of ended runs are kept a minute; then their timers are gone too.
  await clock.skip(61_000);
  await vi.waitFor(() => expect(clock.pending()).toBeLessThanOrEqual(baseTimers), { timeout: 5000, interval: 2 });
  const gauges = await client.gauges();
  expect(gauges).toMatchObject({ tekton_runs_active: 0, tekton_run_watchers: 0, tekton_http_open: 1 });
  for (const [name, value] of Object.entries(gauges)) if (name.startsWith("tekton_provider_")) expect(value).toBe(0);
  const statuses = new Set((await client.runs()).map((run) => run.status));
  expect([...statuses].filter((status) => status !== "cancelled" && status !== "completed")).toEqual([]);
  process.stdout.write(
    `aborts: seed ${seed}, runs ${signals.size}, by POST ${JSON.stringify(ended)}, by the grace ${byGrace}\n`,
  );
}, 60_000);

const find = (prompt: string) =>
  [...stage.test.hub.team.live.active()].find(
    (run) => run.identity.prompt === prompt && run.identity.ownerId === localActor.id,
  );
