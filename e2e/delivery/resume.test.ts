/** A reader may leave at any event and come back, by any door, and has every event exactly once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import type { LoggedEvent } from "#contract/run-events.ts";
import { emptyRunState, type RunState } from "#contract/run-state.ts";
import { foldEntries, foldStream, readRunEvents } from "#e2e/hub/read-run-events.ts";
import { SkippingClock } from "#e2e/hub/skipping-clock.ts";
import { inParallel } from "./in-parallel.ts";
import { type Stage, startStage } from "./start-stage.ts";

const clock = new SkippingClock();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ clock });
});
afterAll(() => stage.close());

/** Each long enough to be an event of its own, however fast they come. */
const tokens = Array.from({ length: 30 }, (_, i) => `word${i} ${"·".repeat(4096)}\n`);
const text = tokens.join("");
const keep = { on_disconnect: "continue" };

const asks = () => stage.fake.requests.filter(({ path }) => path === "/api/chat").length;

/** A finished run and its log. */
async function finishedRun(question: string): Promise<{ id: string; entries: LoggedEvent[] }> {
  const response = await stage.client.ask(question);
  const entries: LoggedEvent[] = [];
  for await (const entry of readRunEvents(response)) entries.push(entry);
  return { id: response.headers.get("x-run-id") ?? "", entries };
}

/** Everything the reader has that read the log up to `seq`. */
const upTo = (entries: readonly LoggedEvent[], seq: number): RunState =>
  foldEntries(entries.filter((entry) => entry.seq <= seq));

const withLastEventId = (runId: string, seq: number) => ({ headers: { "last-event-id": `${runId}:${seq}` } });

describe("after the end", () => {
  test("every cursor gives the rest once, by Last-Event-ID and by after=", async () => {
    stage.fake.script("the end", { tokens, tokenMs: 16 });
    const { id, entries } = await finishedRun("the end");
    const last = entries.at(-1)?.seq ?? 0;
    expect(last).toBeGreaterThan(10);
    const whole = upTo(entries, last);
    const url = `${stage.client.url}/api/v2/runs/${id}/stream`;
    for (let seq = 0; seq < last; seq += 1) {
      const resumed = await fetch(url, withLastEventId(id, seq));
      expect(await foldStream(resumed, upTo(entries, seq))).toEqual(whole);
      expect(await foldStream(await stage.client.stream(id, seq), upTo(entries, seq))).toEqual(whole);
    }
    expect((await fetch(url, withLastEventId(id, last))).status).toBe(204);
    expect((await stage.client.stream(id, last)).status).toBe(204);
    expect((await stage.client.stream(id, last + 7)).status).toBe(204);
  });

  test("the URL that started the run resumes it and starts no second one", async () => {
    stage.fake.script("by its own URL", { tokens });
    const url = `${stage.client.url}/api/v2/ai/apollo/stream?content=by%20its%20own%20URL`;
    const first = await fetch(url);
    const id = first.headers.get("x-run-id") ?? "";
    const whole = await foldStream(first);
    const before = asks();
    for (let seq = 1; seq < whole.seq; seq += 1) {
      const resumed = await fetch(url, withLastEventId(id, seq));
      expect(resumed.headers.get("x-run-id")).toBe(id);
      expect((await foldStream(resumed, { ...emptyRunState, seq })).done).toEqual(whole.done);
    }
    expect((await fetch(url, withLastEventId(id, whole.seq))).status).toBe(204);
    expect(asks()).toBe(before);
  });

  test("when the log is gone, one snapshot and the end, from the database", async () => {
    stage.fake.script("forgotten", { tokens, thinking: ["hm ", "well "] });
    const { id, entries } = await finishedRun("forgotten");
    const last = entries.at(-1)?.seq ?? 0;
    const whole = upTo(entries, last);
    await clock.skip(61_000);
    expect(stage.test.hub.team.live.find({ id: "local", name: "", role: "admin" }, id)).toBeNull();
    for (let seq = 0; seq < last; seq += 1) {
      const resumed = await foldStream(await stage.client.stream(id, seq), upTo(entries, seq));
      expect(resumed).toMatchObject({ seq: last, content: whole.content, thinking: whole.thinking });
      expect(resumed.done).toEqual(whole.done);
    }
    expect((await stage.client.stream(id, last)).status).toBe(204);
  });
});

test("a header that names no run of this form is refused, and so is another run's", async () => {
  stage.fake.script("whose", { tokens });
  const { id } = await finishedRun("whose");
  const url = `${stage.client.url}/api/v2/runs/${id}/stream`;
  expect((await fetch(url, { headers: { "last-event-id": "nonsense" } })).status).toBe(400);
  expect((await fetch(url, withLastEventId("run_0000", 1))).status).toBe(400);
  expect((await fetch(`${stage.client.url}/api/v2/runs/run_0000/stream`)).status).toBe(404);
});

test("readers that join a running answer at every cursor all end with the whole of it", async () => {
  stage.fake.script("live", { tokens, tokenMs: 16 });
  const response = await stage.client.ask("live", { body: keep });
  const id = response.headers.get("x-run-id") ?? "";
  const seen: LoggedEvent[] = [];
  const joined: Promise<RunState>[] = [];
  for await (const entry of readRunEvents(response)) {
    seen.push(entry);
    if (entry.event.type === "done") break;
    const cursors = new Set([0, Math.floor(entry.seq / 2), entry.seq]);
    for (const cursor of cursors) {
      const has = upTo(seen, cursor);
      joined.push(stage.client.stream(id, cursor).then((stream) => foldStream(stream, has)));
    }
  }
  const whole = foldEntries(seen);
  expect(whole.content).toBe(text);
  for (const state of await Promise.all(joined)) expect(state).toEqual(whole);
  expect(joined.length).toBeGreaterThan(30);
});

test("a reader that drops and comes back after every event misses nothing", async () => {
  stage.fake.script("drops", { tokens, tokenMs: 16 });
  const response = await stage.client.ask("drops", { body: keep });
  const id = response.headers.get("x-run-id") ?? "";
  const before = asks();
  let state = emptyRunState;
  let stream = response;
  let connections = 1;
  while (state.phase !== "done") {
    for await (const entry of readRunEvents(stream)) {
      state = foldEntries([entry], state);
      break;
    }
    if (state.phase === "done") break;
    stream = await stage.client.stream(id, state.seq);
    connections += 1;
  }
  expect(state.content).toBe(text);
  expect(connections).toBeGreaterThan(10);
  expect(asks()).toBe(before);
});

test("a reader further behind than the log reaches gets one snapshot, then what follows", async () => {
  const many = Array.from({ length: limits.logEvents * 3 }, (_, i) => `${i}${i % 2 === 0 ? " " : "\n"}`);
  stage.fake.script("far behind", { tokens: many, tokenMs: 1 });
  const response = await stage.client.ask("far behind");
  const id = response.headers.get("x-run-id") ?? "";
  const reading = foldStream(response);
  let whole: RunState | null = null;
  void reading.then((state) => {
    whole = state;
  });
  // Each step passes a window of the coalescer, so that nearly every token becomes an event.
  while (!whole) await clock.skip(16);
  const { seq: last, content } = await reading;
  expect(content).toBe(many.join(""));
  expect(last).toBeGreaterThan(limits.logEvents * 2);
  let snapshots = 0;
  await inParallel(8, 50, async (i) => {
    const cursor = Math.floor((last * i) / 50);
    const entries: LoggedEvent[] = [];
    for await (const entry of readRunEvents(await stage.client.stream(id, cursor))) entries.push(entry);
    const at = entries.findIndex(({ event }) => event.type === "snapshot");
    expect(entries.filter(({ event }) => event.type === "snapshot").length).toBe(at < 0 ? 0 : 1);
    const end = foldEntries(entries, { ...emptyRunState, seq: cursor });
    expect(end.seq).toBe(last);
    if (at >= 0) {
      snapshots += 1;
      expect(at).toBe(0);
      expect(end.content).toBe(content);
    } else expect(content.endsWith(end.content)).toBe(true);
  });
  expect(snapshots).toBeGreaterThan(10);
});
