/** What becomes of a run whose asker has gone: the policy, and the upstream's socket. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { RunStatus } from "#contract/run-view.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { SkippingClock } from "#e2e/hub/skipping-clock.ts";
import { type Stage, startStage } from "./start-stage.ts";

const clock = new SkippingClock();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ clock });
  stage.fake.defaultScript = { tokens: ["one ", "two ", "three "], stallAfter: { tokens: 3 } };
});
afterAll(() => stage.close());

/** Asks, reads some of the answer, and hangs up. */
async function askAndLeave(question: string, body: Record<string, unknown> = {}): Promise<string> {
  const leaving = new AbortController();
  const response = await stage.client.ask(question, { body, signal: leaving.signal });
  const id = response.headers.get("x-run-id") ?? "";
  for await (const { event } of readRunEvents(response)) if (event.type === "content") break;
  leaving.abort();
  await vi.waitUntil(() => live(id)?.watchers === 0, { timeout: 5000, interval: 2 });
  return id;
}

const live = (id: string) => [...stage.test.hub.team.live.active()].find((run) => run.identity.id === id);
const status = async (id: string): Promise<RunStatus> => (await stage.client.run(id)).status;
const asked = (question: string) =>
  stage.fake.requests.find(({ path, body }) => path === "/api/chat" && JSON.stringify(body).includes(question));

/** Ten seconds later. The last look at the provider may have missed its deadline on the way. */
async function tenSecondsLater(): Promise<void> {
  await clock.skip(10_500);
  while (!stage.test.hub.providers.get("ollama")?.up) await clock.skip(100);
}

test("without a session it is cancelled after ten seconds, its text kept, the upstream's socket closed", async () => {
  const id = await askAndLeave("nobody waits");
  await clock.skip(9_000);
  expect(await status(id)).toBe("running");
  await tenSecondsLater();
  await vi.waitUntil(async () => (await status(id)) === "cancelled", { timeout: 5000 });
  expect((await stage.client.run(id)).content).toBe("one two three ");
  await vi.waitUntil(() => asked("nobody waits")?.aborted, { timeout: 5000 });
});

test("someone who re-attaches in time keeps it", async () => {
  const id = await askAndLeave("somebody comes back");
  await clock.skip(8_000);
  const back = new AbortController();
  await stage.client.stream(id, 0, back.signal);
  await tenSecondsLater();
  expect(await status(id)).toBe("running");
  // And the ten seconds begin again.
  back.abort();
  await vi.waitUntil(() => live(id)?.watchers === 0, { timeout: 5000, interval: 2 });
  await tenSecondsLater();
  await vi.waitUntil(async () => (await status(id)) === "cancelled", { timeout: 5000 });
});

test("one watcher of two may go", async () => {
  const id = await askAndLeave("two of them");
  const [first, second] = [new AbortController(), new AbortController()];
  await stage.client.stream(id, 0, first.signal);
  await stage.client.stream(id, 0, second.signal);
  first.abort();
  await vi.waitUntil(() => live(id)?.watchers === 1, { timeout: 5000, interval: 2 });
  await tenSecondsLater();
  expect(await status(id)).toBe("running");
  second.abort();
  await stage.client.cancel(id);
});

test("`continue` goes on", async () => {
  const id = await askAndLeave("go on without me", { on_disconnect: "continue" });
  await tenSecondsLater();
  expect(await status(id)).toBe("running");
  expect(asked("go on without me")?.aborted).toBe(false);
  expect((await stage.client.cancel(id)).status).toBe("cancelled");
});

test("in a session it goes on, unless the request says otherwise", async () => {
  for (const id of ["going-on", "giving-up"]) await stage.client.openSession({ id });
  const goes = await askAndLeave("in a session", { session_id: "going-on" });
  const stops = await askAndLeave("but not for me", { session_id: "giving-up", on_disconnect: "cancel" });
  await tenSecondsLater();
  expect(await status(goes)).toBe("running");
  await vi.waitUntil(async () => (await status(stops)) === "cancelled", { timeout: 5000 });
  await stage.client.cancel(goes);
});

test("a client of the whole answer is a watcher too", async () => {
  const leaving = new AbortController();
  const response = stage.client
    .ask("all at once", { headers: { accept: "application/json" }, signal: leaving.signal })
    .catch(() => null);
  const run = await vi.waitUntil(
    () => [...stage.test.hub.team.live.active()].find(({ identity }) => identity.prompt === "all at once"),
    { timeout: 5000 },
  );
  await vi.waitUntil(() => run.content !== "" && run.watchers === 1, { timeout: 5000 });
  await tenSecondsLater();
  expect(await status(run.identity.id)).toBe("running");
  leaving.abort();
  await response;
  await vi.waitUntil(() => run.watchers === 0, { timeout: 5000 });
  await tenSecondsLater();
  await vi.waitUntil(async () => (await status(run.identity.id)) === "cancelled", { timeout: 5000 });
});

test("a cancel closes the upstream's socket at once, and again changes nothing", async () => {
  const response = await stage.client.ask("stop this");
  const id = response.headers.get("x-run-id") ?? "";
  await vi.waitUntil(() => (live(id)?.content ?? "") !== "", { timeout: 5000 });
  const first = await stage.client.cancel(id);
  expect(first).toMatchObject({ status: "cancelled", finish_reason: "cancelled", content: "one two three " });
  await vi.waitUntil(() => asked("stop this")?.aborted, { timeout: 5000 });
  expect(await stage.client.cancel(id)).toEqual(first);
  expect(await response.text()).toContain('"finish_reason":"cancelled"');
});
