/** `POST /api/v2/runs/{id}/rating` and tRPC's runs.rate: what people think of an answer, and where it shows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BroadcastView } from "#contract/broadcast.ts";
import type { CapabilityEvidence, RatingValue } from "#contract/registry.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "an answer" } });
  ollama.script("for ever", { tokens: ["well, "], stallAfter: { tokens: 1 } });
  ollama.script("breaks at once", { tokens: ["a"], endAfter: { tokens: 0 } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const ask = async (specialist: string, content: string) => {
  const response = await client.ask(content, { specialist });
  const runId = response.headers.get("x-run-id") ?? "";
  return { runId, ended: response.text() };
};
const answered = async (specialist: string, content: string) => {
  const { runId, ended } = await ask(specialist, content);
  await ended;
  return runId;
};
const rate = (runId: string, value: unknown) =>
  send(hub.url, `/api/v2/runs/${runId}/rating`, { method: "POST", body: { value } });
const refusal = async (sent: ReturnType<typeof rate>) => {
  const answer = await sent;
  return [answer.status, answer.error().code];
};
const seen = async (specialist: string, capability: string): Promise<CapabilityEvidence | undefined> => {
  const { evidence } = await client.rest<{ evidence: CapabilityEvidence[] }>(
    "GET",
    `/api/v2/specialists/${specialist}`,
  );
  return evidence.find((one) => one.capability === capability);
};

describe("a rating", () => {
  test("shows with the run wherever it is read, and counts for what the run was chosen for", async () => {
    const runId = await answered("@security-review", "anything at all");
    const before = await seen("athena-ai", "security-review");
    expect([(await client.run(runId)).rating, before]).toMatchObject([null, { up: 0, down: 0, completed: 1 }]);
    for (const value of [1, 1, -1, null, -1] as RatingValue[]) {
      const answer = await rate(runId, value);
      expect([answer.status, answer.json()]).toEqual([200, { run_id: runId, rating: value }]);
      expect((await client.run(runId)).rating).toBe(value);
      expect((await client.runs("&specialist_id=athena-ai")).find(({ id }) => id === runId)?.rating).toBe(value);
      expect((await client.query<{ rating: RatingValue }>("runs.get", { run_id: runId })).rating).toBe(value);
      expect(await seen("athena-ai", "security-review")).toMatchObject({
        up: Number(value === 1),
        down: Number(value === -1),
        completed: 1,
      });
    }
  });

  test("of a run that named its specialist counts for the work its words ask for", async () => {
    const runId = await answered(
      "apollo",
      "It keeps crashing with a segfault whenever I upload a file, find the cause",
    );
    const { up = 0, completed } = (await seen("apollo-ai", "debugging")) ?? {};
    await client.call("runs.rate", { run_id: runId, value: 1 });
    expect(await seen("apollo-ai", "debugging")).toMatchObject({ up: up + 1, completed });
    await client.call("runs.rate", { run_id: runId, value: null });
    expect(await seen("apollo-ai", "debugging")).toMatchObject({ up, completed });
  });

  test("shows in a team's lanes", async () => {
    const { lanes } = await client.call<{ id: string; lanes: { run: { id: string } }[] }>("team.start", {
      message: "hello",
      specialists: ["apollo", "athena"],
    });
    const [first, second] = lanes.map(({ run }) => run.id);
    await client.ended(first ?? "");
    await client.ended(second ?? "");
    await client.call("runs.rate", { run_id: first, value: -1 });
    const { broadcasts } = await client.query<{ broadcasts: BroadcastView[] }>("team.recent");
    expect(broadcasts[0]?.lanes.map(({ run }) => run.rating)).toEqual([-1, null]);
  });

  test("waits for the end, and needs an answer", async () => {
    const { runId, ended } = await ask("apollo", "think for ever");
    expect(await refusal(rate(runId, 1))).toEqual([409, "CONFLICT"]);
    await client.cancel(runId);
    await ended;
    expect((await rate(runId, -1)).json()).toEqual({ run_id: runId, rating: -1 });
    expect(await refusal(rate(await answered("apollo", "it breaks at once"), 1))).toEqual([400, "BAD_REQUEST"]);
  });

  test.each([0, 2, "1", true, undefined])("of %j is refused", async (value) => {
    expect(await refusal(rate(await answered("apollo", "hello"), value))).toEqual([400, "BAD_REQUEST"]);
  });

  test("of a run that is not there is refused", async () => {
    expect(await refusal(rate("run_none", 1))).toEqual([404, "RUN_NOT_FOUND"]);
  });
});
