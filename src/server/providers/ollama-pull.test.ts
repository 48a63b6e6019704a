import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { type Clock, systemClock } from "#server/kernel/clock.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { PullStep } from "./chat-model.ts";
import { createOllamaModel } from "./ollama-model.ts";

/** Those of a chat: a pull has its own. */
const deadlines = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const open = (url: string, clock: Clock = systemClock) => createOllamaModel({ url, deadlines, clock });

let fake: FakeOllama;
let model: ReturnType<typeof createOllamaModel>;

beforeEach(async () => {
  fake = await startFakeOllama();
  model = open(fake.url);
});
afterEach(async () => {
  await model.close();
  await fake.close();
});

/** Every step of a pull, and what it threw. */
const collect = async ({ from = model, signal = new AbortController().signal } = {}) => {
  const steps: PullStep[] = [];
  try {
    for await (const step of from.pull?.("phi4:14b", signal) ?? []) steps.push(step);
  } catch (error) {
    return { steps, error };
  }
  return { steps, error: null };
};

test("a pull tells each layer's bytes, and ends when the model is there", async () => {
  const { steps, error } = await collect();
  expect(error).toBeNull();
  expect(steps[0]).toEqual({ status: "pulling manifest", digest: null, completed: null, total: null });
  const [first, ...others] = new Set(steps.flatMap(({ digest }) => digest ?? []));
  expect(others).toHaveLength(3);
  const large = steps.filter(({ digest }) => digest === first);
  expect(large[0]).toMatchObject({ completed: 0, total: 2_019_377_376 });
  expect(large.at(-1)).toMatchObject({ completed: 2_019_377_376, total: 2_019_377_376 });
  expect(steps.at(-1)?.status).toBe("success");
  const offered = await model.models(new AbortController().signal);
  expect(offered.map(({ name }) => name)).toContain("phi4:14b");
});

describe("a pull fails", () => {
  test.each([
    [
      "by an error line",
      { errorAfter: { tokens: 1, message: "file does\nnot exist" } },
      "stopped: file does not exist",
    ],
    ["by an end without success", { endAfter: { tokens: 3 } }, "broke off the pull before it was complete"],
    ["by a cut", { resetAfter: { tokens: 3 } }, "broke off its answer"],
    ["by a status", { status: 500, error: "disk full" }, "status 500: disk full"],
  ])("%s", async (_name, script, message) => {
    fake.script(() => true, script);
    const { error } = await collect();
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringContaining(message) });
    const offered = await model.models(new AbortController().signal);
    expect(offered.map(({ name }) => name)).not.toContain("phi4:14b");
  });

  test("by a name Ollama does not take", async () => {
    fake.script(() => true, { status: 400, error: "invalid model name" });
    expect((await collect()).error).toMatchObject({ code: "BAD_REQUEST" });
  });
});

test("an abort closes the socket and throws its reason", async () => {
  fake.script(() => true, { stallAfter: { tokens: 3 } });
  const abort = new AbortController();
  const pulling = collect({ signal: abort.signal });
  await vi.waitFor(() => expect(fake.active).toBe(1), { interval: 2 });
  const reason = new Error("enough");
  abort.abort(reason);
  expect((await pulling).error).toBe(reason);
  await vi.waitFor(() => expect(fake.requests[0]?.aborted).toBe(true), { interval: 2 });
});

test("a slow pull lives through hours, a dead one does not", async () => {
  const clock = new ManualClock();
  let answering: ServerResponse | null = null;
  const server = createServer((_request, response) => {
    answering = response;
    response.write('{"status":"pulling manifest"}\n');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const from = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, clock);
  const steps: PullStep[] = [];
  const failed = (async () => {
    for await (const step of from.pull?.("phi4:14b", new AbortController().signal) ?? []) steps.push(step);
  })().catch((error: unknown) => error);
  await vi.waitFor(() => expect(steps).toHaveLength(1), { interval: 2 });
  for (let hours = 0; hours < 10; hours += 1) {
    for (const half of [1, 2]) {
      await clock.advance(29 * 60_000);
      (answering as ServerResponse | null)?.write('{"status":"verifying sha256 digest"}\n');
      await vi.waitFor(() => expect(steps).toHaveLength(1 + hours * 2 + half), { interval: 2 });
    }
  }
  await clock.advance(31 * 60_000);
  expect(await failed).toMatchObject({ code: "TIMEOUT" });
  await from.close();
  server.closeAllConnections();
  server.close();
});
