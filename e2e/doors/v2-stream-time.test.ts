/** The stream door over time: silence, queues, clients that go and come back. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type RunEvent, runEvent } from "#contract/run-events.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { followEventSource } from "./event-source.ts";
import { readRunStream } from "./read-run-stream.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let clock: ManualClock;

const start = async (env: Record<string, string> = {}, manual = false) => {
  clock = new ManualClock();
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url, ...env }, ...(manual && { clock }) });
};
beforeEach(async () => {
  ollama = await startFakeOllama();
});
afterEach(async () => {
  await hub.close();
  await ollama.close();
});

const path = "/api/v2/ai/apollo/stream";
const gauge = async (name: string): Promise<number> => {
  const { text } = await send(hub.url, "/metrics");
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
};

describe("silence", () => {
  test("a comment goes out after every 15 s of it, and not before", async () => {
    await start({ TEKTON_IDLE_TIMEOUT_MS: "600000" }, true);
    ollama.script("hush", { tokens: ["one"], stallAfter: { tokens: 1 } });
    const response = await fetch(`${hub.url}${path}?content=hush`);
    let text = "";
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += decoder.decode(chunk);
    })().catch(() => {});
    await vi.waitFor(() => expect(text).toContain('"data":"one"'));
    const beats = () => text.match(/^: .*\n\n/gm)?.length ?? 0;
    await clock.advance(14_999);
    expect(beats()).toBe(0);
    await clock.advance(1);
    await vi.waitFor(() => expect(beats()).toBe(1));
    await clock.advance(15_000);
    await vi.waitFor(() => expect(beats()).toBe(2));
    const runId = response.headers.get("x-run-id");
    await send(hub.url, `/api/v2/runs/${runId}/cancel`, { method: "POST" });
    await reading;
    expect(text.trimEnd().split("\n").at(-1)).toContain('"finish_reason":"cancelled"');
  });
});

describe("a queue", () => {
  test("a run that has to wait says its place first, and then runs", async () => {
    await start({ TEKTON_MAX_PARALLEL: "1" });
    ollama.script("slow", { tokens: ["a", "b"], stallAfter: { tokens: 1 } });
    const first = await fetch(`${hub.url}${path}?content=slow`);
    const second = await fetch(`${hub.url}${path}?content=next`);
    const reading = readRunStream(second);
    await send(hub.url, `/api/v2/runs/${first.headers.get("x-run-id")}/cancel`, { method: "POST" });
    const { events } = await reading;
    expect(events[0]).toMatchObject({ type: "queued", position: 1 });
    expect(events.map((event) => event.type).filter((type) => type !== "content")).toEqual(["queued", "start", "done"]);
    expect((await readRunStream(first)).last).toMatchObject({ type: "done", finish_reason: "cancelled" });
  });
});

describe("a browser's EventSource", () => {
  test("comes back to the same run after every cut, misses nothing, and stops when it has all", async () => {
    await start();
    const tokens = Array.from({ length: 60 }, (_, i) => `w${i} `);
    ollama.script("long", { tokens, tokenMs: 5 });
    const { events, statuses } = await followEventSource(`${hub.url}${path}?content=long`, [1, 2, 3, 1, 4]);
    const read = events.map(({ data }): RunEvent => runEvent.parse(JSON.parse(data)));
    expect(read.map((event) => (event.type === "content" ? event.data : "")).join("")).toBe(tokens.join(""));
    expect(new Set(read.map((event) => event.run_id)).size).toBe(1);
    expect(events.map(({ id }) => Number(id.split(":")[1]))).toEqual(events.map((_, i) => i + 1));
    expect(read.at(-1)?.type).toBe("done");
    expect(statuses.slice(-1)).toEqual([204]);
    expect(statuses.slice(0, -1).every((status) => status === 200)).toBe(true);
    expect(ollama.requests.filter((request) => request.path === "/api/chat")).toHaveLength(1);
  });

  test("one that comes back with another's or a made-up id is refused, and starts nothing", async () => {
    await start();
    for (const [id, status] of [
      ["run_00000000000000000000000000:3", 404],
      ["nonsense", 400],
      ["run_1:-1", 400],
      ["run_1:5; drop", 400],
    ] as const) {
      const answer = await send(hub.url, `${path}?content=x`, { headers: { "last-event-id": id } });
      expect(answer.status).toBe(status);
      answer.error();
    }
    expect(ollama.requests.filter((request) => request.path === "/api/chat")).toEqual([]);
  });
});

describe("a client that goes", () => {
  test("has its lone run stopped after 10 s, and nothing is left open", async () => {
    await start({ TEKTON_IDLE_TIMEOUT_MS: "600000" }, true);
    ollama.script("hush", { tokens: ["one"], stallAfter: { tokens: 1 } });
    const abort = new AbortController();
    const response = await fetch(`${hub.url}${path}?content=hush`, { signal: abort.signal });
    const runId = response.headers.get("x-run-id");
    abort.abort();
    await vi.waitFor(async () => expect(await gauge("tekton_run_watchers")).toBe(0));
    await clock.advance(9_999);
    expect(ollama.active).toBe(1);
    await clock.advance(1);
    await vi.waitFor(() => expect(ollama.active).toBe(0));
    const run = (await send(hub.url, `/api/v2/runs/${runId}`)).json();
    expect(run).toMatchObject({ status: "cancelled", content: "one" });
    await vi.waitFor(async () => expect(await gauge("tekton_http_open")).toBe(1));
    expect(await gauge("tekton_runs_active")).toBe(0);
  });

  test("keeps its run when it said so", async () => {
    await start({ TEKTON_IDLE_TIMEOUT_MS: "600000" }, true);
    ollama.script("hush", { tokens: ["one"], stallAfter: { tokens: 1 } });
    const abort = new AbortController();
    const response = await fetch(`${hub.url}${path}?content=hush&on_disconnect=continue`, { signal: abort.signal });
    abort.abort();
    await vi.waitFor(async () => expect(await gauge("tekton_run_watchers")).toBe(0));
    await clock.advance(60_000);
    expect(ollama.active).toBe(1);
    const cancelled = await send(hub.url, `/api/v2/runs/${response.headers.get("x-run-id")}/cancel`, {
      method: "POST",
    });
    expect(cancelled.json()).toMatchObject({ status: "cancelled" });
  });
});
