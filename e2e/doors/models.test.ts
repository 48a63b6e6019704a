/** Models at the doors: what is offered, what a specialist lacks, and pulling it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PullProgress } from "#contract/models.ts";
import type { ListedSpecialist } from "#contract/registry.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { collectSse, readSse } from "#e2e/hub/read-sse.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { callTrpc, trpcError } from "./call-trpc.ts";
import { send } from "./send.ts";

const operator = "c2VjcmV0IG9mIHRoZSBvcGVyYXRvcg==";
const admin = { authorization: `Bearer ${operator}` };
const phi = "phi4:14b";

let fake: FakeOllama;
let hub: TestHub;
let user: { authorization: string };

beforeEach(async () => {
  fake = await startFakeOllama();
  hub = await startTestHub({ env: { TEKTON_PROVIDER: "ollama", OLLAMA_HOST: fake.url, TEKTON_TOKEN: operator } });
  const made = await send(hub.url, "/api/v2/tokens", {
    method: "POST",
    headers: admin,
    body: { name: "user", role: "user" },
  });
  user = { authorization: `Bearer ${made.json<{ token: string }>().token}` };
});
afterEach(async () => {
  await hub.close();
  await fake.close();
});

const pull = (body: object, headers: Record<string, string> = admin, signal?: AbortSignal) =>
  fetch(`${hub.url}/api/v2/models/pull`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
const cancel = (model: string, headers: Record<string, string> = admin) =>
  send(hub.url, `/api/v2/models/pull?model=${encodeURIComponent(model)}`, { method: "DELETE", headers });
const events = async (response: Response) => {
  const all: { event: string | null; data: PullProgress & { error: { code: string; message: string } } }[] = [];
  for await (const { event, data } of readSse(response.body)) all.push({ event, data: JSON.parse(data) });
  return all;
};
const going = async (headers = user): Promise<PullProgress[]> =>
  (await callTrpc(hub.url, "models.pulls", undefined, headers)).json<{ result: { data: PullProgress[] } }>().result
    .data;
const pullRequests = () => fake.requests.filter(({ path }) => path === "/api/pull");

test("GET /api/v2/models and models.list tell every user what each provider offers", async () => {
  const { providers } = (await send(hub.url, "/api/v2/models", { headers: user })).json<{ providers: object[] }>();
  expect(providers).toMatchObject([
    { provider: "ollama", status: "up" },
    { provider: "openai", status: "off", models: [] },
    { provider: "demo", status: "up" },
  ]);
  expect(providers[0]).toMatchObject({
    models: expect.arrayContaining([
      { name: "mistral:7b", size_bytes: 4_372_000_000, context_window: null, loaded: false },
    ]),
  });
  const listed = await callTrpc(hub.url, "models.list", undefined, user);
  expect(listed.json<{ result: { data: object } }>().result.data).toEqual(providers);
  expect((await send(hub.url, "/api/v2/models")).status).toBe(401);
});

test("a specialist without its model is unavailable and says the cure; pulled, it answers without a restart", async () => {
  const create = { id: "phi-ai", role: "Reasoner", system_prompt: "Think.", model: phi };
  expect((await send(hub.url, "/api/v2/specialists", { method: "POST", headers: admin, body: create })).status).toBe(
    201,
  );
  const read = async () =>
    (await send(hub.url, "/api/v2/specialists/phi-ai", { headers: user })).json<ListedSpecialist>();
  expect(await read()).toMatchObject({
    available: false,
    health: { status: "unavailable", cure: "ollama pull phi4:14b", missing_model: phi },
  });

  const response = await pull({ model: phi });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  const seen = await events(response);
  expect(seen[0]).toMatchObject({ event: "progress", data: { model: phi, state: "pulling", error: null } });
  expect(new Set(seen.slice(0, -1).map(({ event }) => event))).toEqual(new Set(["progress"]));
  const { data, event } = seen.at(-1) ?? {};
  expect([event, data?.state, data?.completed]).toEqual(["done", "done", data?.total]);

  expect(await read()).toMatchObject({ available: true, health: { status: "available", reason: null, cure: null } });
  const asked = await fetch(`${hub.url}/api/chat/phi-ai/stream?message=hi`, { headers: user });
  expect(asked.status).toBe(200);
  const said = (await collectSse<{ content: string }>(asked)).map(({ data }) => data.content).join("");
  expect(said).toContain("This is phi4:14b, a scripted model.");
});

describe("pulling", () => {
  test("is for admins, at both doors", async () => {
    expect((await pull({ model: phi }, user)).status).toBe(403);
    expect((await pull({ model: phi }, {})).status).toBe(401);
    expect((await cancel(phi, user)).error().code).toBe("FORBIDDEN");
    for (const name of ["models.pull", "models.cancelPull"])
      expect(trpcError(await callTrpc(hub.url, name, { model: phi }, user)).code).toBe("FORBIDDEN");
    expect(pullRequests()).toEqual([]);
  });

  test("goes on when the client leaves, once however many ask, until it is cancelled", async () => {
    fake.script(() => true, { stallAfter: { tokens: 3 } });
    const leave = new AbortController();
    const left = await pull({ model: phi }, admin, leave.signal);
    await left.body?.getReader().read();
    leave.abort();
    const joined = await callTrpc(hub.url, "models.pull", { model: "PHI4:14b" }, admin);
    expect(joined.json()).toMatchObject({ result: { data: { model: phi, state: "pulling" } } });
    const watched = pull({ model: phi }).then(events);
    await vi.waitFor(async () => expect(await going()).toMatchObject([{ state: "pulling", total: 2_019_377_376 }]));
    expect(pullRequests()).toHaveLength(1);
    expect(pullRequests()[0]?.aborted).toBe(false);

    expect((await cancel(phi)).json()).toEqual({ status: "cancelled", model: phi });
    const last = (await watched).at(-1);
    expect(last).toMatchObject({ event: "error", data: { error: { code: "CANCELLED" } } });
    await vi.waitFor(() => expect(pullRequests()[0]?.aborted).toBe(true));
    expect(await going()).toMatchObject([{ state: "failed", error: last?.data.error.message }]);
    expect((await cancel(phi)).error().code).toBe("NOT_FOUND");
    expect(trpcError(await callTrpc(hub.url, "models.cancelPull", { model: phi }, admin)).code).toBe("NOT_FOUND");
  });

  test("that fails ends its stream with an error in the usual body", async () => {
    fake.script(() => true, { errorAfter: { tokens: 1, message: "pull model manifest: file does not exist" } });
    const last = (await events(await pull({ model: "nonsuch" }))).at(-1);
    expect(last).toEqual({
      event: "error",
      data: {
        error: {
          code: "AI_UNAVAILABLE",
          message: "Ollama stopped: pull model manifest: file does not exist",
          details: { provider: "ollama" },
          request_id: expect.any(String),
        },
      },
    });
  });

  test("of what is no name is a 400, without Ollama a 503 that says what to do", async () => {
    for (const model of ["", "a b", "--insecure", 7]) expect((await pull({ model })).status).toBe(400);
    expect((await cancel("")).status).toBe(400);
    await fake.stop();
    // As after a run that failed: the hub has noticed.
    hub.hub.providers.suspect("ollama");
    await vi.waitFor(() => expect(hub.hub.providers.current().up).toBe(false));
    const refused = await pull({ model: phi });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      error: { code: "AI_UNAVAILABLE", message: expect.stringContaining("ollama serve") },
    });
  });

  test("ends with the hub", async () => {
    fake.script(() => true, { stallAfter: { tokens: 3 } });
    const response = await pull({ model: phi });
    await vi.waitFor(() => expect(fake.active).toBe(1));
    const seen = events(response).catch(() => []);
    await hub.hub.close();
    await vi.waitFor(() => expect(pullRequests()[0]?.aborted).toBe(true));
    expect((await seen).at(-1)).toMatchObject({ event: "error", data: { error: { code: "INTERRUPTED" } } });
  });
});
