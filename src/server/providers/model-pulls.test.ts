import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PullProgress } from "#contract/models.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatModel } from "./chat-model.ts";
import { ModelPulls } from "./model-pulls.ts";
import { createOllamaModel } from "./ollama-model.ts";
import { ProviderDirectory } from "./provider-directory.ts";

const deadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 };
const signal = new AbortController().signal;
const phi = "phi4:14b";
const wanted = { provider: "ollama", model: phi } as const;

let clock: ManualClock;
let fake: FakeOllama;
let ollama: ChatModel;
let providers: ProviderDirectory;
let pulls: ModelPulls;
const onChange = vi.fn();

beforeEach(async () => {
  clock = new ManualClock();
  onChange.mockClear();
  fake = await startFakeOllama();
  ollama = createOllamaModel({ url: fake.url, deadlines, clock });
  const options = { defaultModel: null, maxParallel: 2, pollMs: 4_000, probeTimeoutMs: 3_000, clock, log: silentLog };
  providers = new ProviderDirectory([ollama], { ...options, preferred: "auto" });
  await providers.start();
  pulls = new ModelPulls({ providers, clock, log: silentLog, onChange });
});
afterEach(async () => {
  providers.close();
  await pulls.close();
  await ollama.close();
  await fake.close();
});

/** Watchers are told now and then: until it is so, with time going on. */
async function until(isSo: () => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      await clock.advance(200);
      expect(isSo()).toBe(true);
    },
    { interval: 2 },
  );
}

const pullRequests = () => fake.requests.filter(({ path }) => path === "/api/pull");

/** Everything a watcher sees, and how it ended for it. */
function watch(model = phi, leave: AbortSignal = signal) {
  const seen: PullProgress[] = [];
  const ended = (async () => {
    for await (const state of pulls.watch(model, leave)) seen.push(state);
  })().then(
    () => null,
    (error: unknown) => error,
  );
  return { seen, ended };
}

test("a pull counts the bytes of all layers, and at its end the model can be had", async () => {
  expect(providers.health(wanted).status).toBe("unavailable");
  const begun = await pulls.start(phi);
  expect(begun).toMatchObject({ model: phi, state: "pulling", completed: null, total: null, error: null });
  const { seen, ended } = watch();
  expect(await ended).toBeNull();
  const all = 2_019_377_376 + 1429 + 7711 + 561;
  expect(seen.at(-1)).toEqual({
    model: phi,
    state: "done",
    status: "success",
    completed: all,
    total: all,
    error: null,
  });
  expect(providers.health(wanted).status).toBe("available");
  expect(pulls.list()).toEqual([seen.at(-1)]);
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(clock.pending).toBe(1);
});

test("the bytes only grow on the way, and are never more than there are", async () => {
  fake.script(() => true, { tokenMs: 3 });
  await pulls.start(phi);
  const { seen } = watch();
  await until(() => seen.at(-1)?.state === "done");
  const counts = seen.flatMap(({ completed, total }) => (completed === null ? [] : [{ completed, total: total ?? 0 }]));
  expect(counts.length).toBeGreaterThan(2);
  expect(counts.map(({ completed }) => completed)).toEqual(
    counts.map(({ completed }) => completed).sort((a, b) => a - b),
  );
  for (const { completed, total } of counts) expect(completed).toBeLessThanOrEqual(total);
});

describe("several that ask for one model", () => {
  test("share one request, whichever way they write its name", async () => {
    fake.script(() => true, { stallAfter: { tokens: 3 } });
    await Promise.all(["phi4", "phi4:latest", "PHI4", "phi4"].map((name) => pulls.start(name)));
    const watchers = [watch("phi4"), watch("phi4:latest")];
    await until(() => watchers.every(({ seen }) => seen.at(-1)?.total === 2_019_377_376));
    expect(pullRequests()).toHaveLength(1);
    expect(pulls.list()).toHaveLength(1);
  });

  test("may leave: the pull goes on", async () => {
    fake.script(() => true, { stallAfter: { tokens: 3 } });
    await pulls.start(phi);
    const leave = new AbortController();
    const leaver = watch(phi, leave.signal);
    const other = watch();
    await until(() => other.seen.at(-1)?.total === 2_019_377_376);
    leave.abort();
    expect(await leaver.ended).toBeNull();
    expect(leaver.seen.at(-1)?.state).toBe("pulling");
    expect(fake.active).toBe(1);
    const late = watch();
    await vi.waitFor(() => expect(late.seen).toEqual([other.seen.at(-1)]), { interval: 2 });
    await pulls.cancel(phi);
    expect(await other.ended).toMatchObject({ code: "CANCELLED" });
    expect(await late.ended).toMatchObject({ code: "CANCELLED" });
  });

  test("a slow one gets what is newest, and the end", async () => {
    await pulls.start(phi);
    const slow = pulls.watch(phi, signal);
    expect((await slow.next()).value).toMatchObject({ state: "pulling" });
    expect(await watch().ended).toBeNull();
    expect((await slow.next()).value).toMatchObject({ state: "done" });
    expect((await slow.next()).done).toBe(true);
  });
});

describe("a pull that fails", () => {
  test.each([
    [
      "by an error line",
      { errorAfter: { tokens: 1, message: "pull model manifest: file does not exist" } },
      /not exist/,
    ],
    ["by a stream that is cut", { resetAfter: { tokens: 3 } }, /broke off/],
    ["by an end without success", { endAfter: { tokens: 3 } }, /before it was complete/],
  ])("%s says so, and can be begun again", async (_name, script, message) => {
    fake.script(() => true, script);
    await pulls.start(phi);
    const error = await watch().ended;
    expect(error).toMatchObject({ code: "AI_UNAVAILABLE", message: expect.stringMatching(message) });
    expect(pulls.list()).toMatchObject([{ model: phi, state: "failed", error: expect.stringMatching(message) }]);
    expect(await watch().ended).toBe(error);
    fake.script(() => true, {});
    await pulls.start(phi);
    expect(await watch().ended).toBeNull();
    expect(pulls.list()).toMatchObject([{ state: "done", error: null }]);
  });
});

test("a cancel closes the socket, and there is nothing to cancel after it", async () => {
  fake.script(() => true, { stallAfter: { tokens: 3 } });
  await pulls.start(phi);
  await vi.waitFor(() => expect(fake.active).toBe(1), { interval: 2 });
  await pulls.cancel("PHI4:14b");
  await vi.waitFor(() => expect(pullRequests()).toMatchObject([{ aborted: true }]), { interval: 2 });
  expect(pulls.list()).toMatchObject([{ state: "failed", error: expect.stringContaining("cancelled") }]);
  await expect(pulls.cancel(phi)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(pulls.cancel("other")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("closed, it has ended what went on, and begins nothing", async () => {
  fake.script(() => true, { stallAfter: { tokens: 3 } });
  await pulls.start(phi);
  const { ended } = watch();
  await vi.waitFor(() => expect(fake.active).toBe(1), { interval: 2 });
  await pulls.close();
  expect(await ended).toMatchObject({ code: "INTERRUPTED" });
  await vi.waitFor(() => expect(pullRequests()).toMatchObject([{ aborted: true }]), { interval: 2 });
  await expect(pulls.start("other")).rejects.toMatchObject({ code: "INTERRUPTED" });
});

test("what ended is remembered for some minutes, and only so many of them", async () => {
  const end = async (model: string) => {
    await pulls.start(model);
    expect(await watch(model).ended).toBeNull();
  };
  await end("first");
  await clock.advance(299_000);
  await end("second");
  expect(pulls.list().map(({ model }) => model)).toEqual(["second", "first"]);
  await clock.advance(2_000);
  expect(pulls.list().map(({ model }) => model)).toEqual(["second"]);
  expect(await watch("first").ended).toMatchObject({ code: "NOT_FOUND" });
  for (let i = 0; i < 33; i += 1) await end(`model-${i}`);
  expect(pulls.list().map(({ model }) => model)).toEqual(Array.from({ length: 32 }, (_, i) => `model-${32 - i}`));
});

test.each(["", "a b", "x\n", "--insecure", "x\u0000", "x;ls", "é", "a".repeat(201)])("%j is no name", async (model) => {
  await expect(pulls.start(model)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  expect(pullRequests()).toHaveLength(0);
});

test("without Ollama it says what to do; one that was just started is found at once", async () => {
  await fake.stop();
  await providers.refresh(
    providers.all()[0] as (typeof providers)["all"] extends () => readonly (infer P)[] ? P : never,
  );
  await expect(pulls.start(phi)).rejects.toMatchObject({
    code: "AI_UNAVAILABLE",
    message: expect.stringContaining("ollama serve"),
    details: { provider: "ollama" },
  });
  await fake.start();
  await pulls.start(phi);
  expect(await watch().ended).toBeNull();
});
