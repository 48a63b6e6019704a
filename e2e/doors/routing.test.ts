/** Routing at the HTTP and tRPC doors of a whole hub, with the examples it is shipped with. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RouteAnswer, RouterState, RoutingExample } from "#contract/routing.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { callTrpc, trpcError } from "./call-trpc.ts";
import { send } from "./send.ts";

const operator = "0123456789abcdef";

let dataDir: string;
let hub: TestHub;
let client: HubClient;
const start = async (env: Record<string, string> = {}) => {
  hub = await startTestHub({ dataDir, env: { TEKTON_PROVIDER: "demo", ...env } });
  client = new HubClient(hub.url);
};
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-routing-"));
});
afterEach(async () => {
  await hub.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Page {
  readonly examples: readonly RoutingExample[];
  readonly total: number;
  readonly next_cursor: string | null;
}

const routed = (message: string, exclude: readonly string[] = []): Promise<RouteAnswer> =>
  client.rest("POST", "/api/v2/route", { message, exclude });
const state = (): Promise<RouterState> => client.rest("GET", "/api/v2/routing");
const examples = (query = ""): Promise<Page> => client.rest("GET", `/api/v2/routing/examples${query}`);
/** Resolves when the router has learned what there is. */
async function learned(): Promise<void> {
  const { changes, routing } = hub.hub;
  for await (const _ of changes.watch(new AbortController().signal)) if (!routing.router.state().training) break;
  expect((await state()).failure).toBeNull();
}

const crash = "The app crashes with a NullPointerException and a stack trace on login, why does this error happen?";

describe("POST /api/v2/route", () => {
  test("says who, why, how sure it is and who came next; the procedure says the same", async () => {
    await start();
    const answer = await routed(crash);
    expect(answer).toMatchObject({
      specialist_id: "apollo-ai",
      capability: "debugging",
      by: "words",
      unsure: false,
      reason: expect.stringMatching(/^Looks like debugging because of .*“.+”.*; runner-up: [a-z-]+ \([a-z]+-ai\)\.$/),
    });
    expect(answer.confidence).toBeGreaterThan(0.5);
    expect(answer.evidence.length).toBeGreaterThan(0);
    expect(answer.alternatives).toHaveLength(3);
    expect(await client.call("routing.route", { message: crash })).toEqual(answer);
  });

  test("leaves out who is excluded or disabled, at once", async () => {
    await start();
    const without = await routed(crash, ["apollo-ai"]);
    expect(without.capability).toBe("debugging");
    expect(JSON.stringify(without)).not.toContain("apollo-ai");
    await client.rest("POST", "/api/v2/specialists/apollo-ai/disable");
    expect(await routed(crash)).toEqual(without);
    await client.rest("POST", "/api/v2/specialists/apollo-ai/enable");
    expect((await routed(crash)).specialist_id).toBe("apollo-ai");
  });

  test("leaves out who has no model now", async () => {
    await start();
    // Nothing listens where Ollama should be.
    await client.rest("PATCH", "/api/v2/specialists/apollo-ai", { provider: "ollama" });
    expect((await routed(crash)).specialist_id).not.toBe("apollo-ai");
  });

  test("unsure means the generalist, and says so", async () => {
    await start();
    for (const message of [
      "Kannst du mir bitte helfen, den Fehler in meinem Programm zu finden?",
      "asdf qwer zxcv",
      "?",
    ])
      expect(await routed(message)).toMatchObject({
        specialist_id: "numa-ai",
        unsure: true,
        reason: expect.stringContaining("numa-ai takes it as the generalist"),
      });
  });

  test("refuses when everybody is excluded, and what is no message", async () => {
    await start();
    const everybody = hub.hub.specialists.all().map(({ id }) => id);
    await expect(routed(crash, everybody)).rejects.toMatchObject({ status: 404, code: "SPECIALIST_NOT_FOUND" });
    for (const body of [{}, { message: " " }, { message: "x".repeat(524_289) }, { message: "x", exclude: "apollo-ai" }])
      await expect(client.rest("POST", "/api/v2/route", body)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("the examples", () => {
  const surf = "the swell at our beach is best at dawn, when does the tide turn";

  test("are listed by page, by capability and by words", async () => {
    await start();
    const { total, examples: firstTwo, next_cursor } = await examples("?limit=2&capability=terminal");
    expect(total).toBeGreaterThan(100);
    expect(firstTwo).toHaveLength(2);
    const next = await examples(`?limit=2&capability=terminal&cursor=${next_cursor}`);
    expect(next.examples.map(({ id }) => id)).not.toContain(firstTwo[1]?.id);
    expect((await examples("?q=KUBERNETES")).examples[0]?.text.toLowerCase()).toContain("kubernetes");
    expect(await client.query("routing.examples", { capability: "terminal", limit: 2 })).toMatchObject({ total });
    for (const query of ["?cursor=elsewhere", "?limit=0", "?origin=mine"])
      await expect(examples(query)).rejects.toMatchObject({ status: 400, code: "BAD_REQUEST" });
  });

  test("that are added change an answer once learned; a restart keeps them and learns nothing anew", {
    timeout: 120_000,
  }, async () => {
    await start();
    const before = await routed(surf);
    await client.rest("PATCH", "/api/v2/specialists/hermes-ai", {
      capabilities: { primary: ["messaging", "documentation", "surfing"], scores: { surfing: 0.9 }, learned: [] },
    });
    for (const text of [
      "when is the swell at the beach big enough to surf",
      "is the tide right for surfing at dawn",
      "which board for a small swell at our beach",
      "the tide turns at noon, is the swell good before that",
      "dawn or dusk for the best waves and swell",
      "what does an onshore wind do to the swell",
    ])
      await client.rest("POST", "/api/v2/routing/examples", { capability: "surfing", text });
    expect(await routed(surf)).toEqual(before);
    expect((await state()).training).toBe(true);
    await learned();
    const after = await routed(surf);
    expect(after).toMatchObject({ specialist_id: "hermes-ai", capability: "surfing" });
    expect((await state()).capabilities).toContainEqual({ capability: "surfing", examples: 6, added: 6, removed: 0 });

    const file = join(dataDir, "routing-model.bin");
    const { mtimeMs } = await stat(file);
    await hub.close();
    await start();
    expect((await state()).training).toBe(false);
    expect(await routed(surf)).toEqual(after);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    expect((await examples("?origin=added")).total).toBe(6);
  });

  test("can be edited, removed and restored; each refusal has its code", async () => {
    await start();
    const [shipped] = (await examples("?capability=memory&limit=1")).examples;
    const path = `/api/v2/routing/examples/${shipped?.id}`;
    const edited = await client.rest<RoutingExample>("PATCH", path, { text: "what did I tell you of my garden" });
    expect(edited).toMatchObject({ capability: "memory", origin: "added" });
    await expect(client.rest("PATCH", path, { text: "again" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await client.rest("POST", `${path}/restore`, {})).toEqual(shipped);
    await expect(client.rest("POST", `${path}/restore`, {})).rejects.toMatchObject({ status: 409, code: "CONFLICT" });
    const again = { capability: "memory", text: edited.text };
    await expect(client.rest("POST", "/api/v2/routing/examples", again)).rejects.toMatchObject({ code: "CONFLICT" });
    for (const example of [
      { capability: "memory", text: "no" },
      { capability: "nobody-has-this", text: "who can do this" },
      { text: "of no capability" },
    ])
      await expect(client.rest("POST", "/api/v2/routing/examples", example)).rejects.toMatchObject({
        code: "BAD_REQUEST",
      });
    expect(await client.rest("DELETE", `/api/v2/routing/examples/${edited.id}`)).toEqual({
      status: "removed",
      id: edited.id,
    });
    expect(await client.call("routing.removeExample", { id: shipped?.id })).toEqual({ id: shipped?.id });
    expect(await examples("?origin=removed")).toMatchObject({ total: 1, examples: [shipped] });
  });
});

test("who is no admin reads and asks, and changes nothing", async () => {
  await start({ TEKTON_TOKEN: operator });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const made = await send(hub.url, "/api/v2/tokens", {
    method: "POST",
    headers: bearer(operator),
    body: { name: "reader", role: "user" },
  });
  const headers = bearer(made.json<{ token: string }>().token);
  const id = "0".repeat(16);
  const example = { capability: "memory", text: "what did I tell you" };
  const ask = (method: string, path: string, body?: object) =>
    send(hub.url, `/api/v2/${path}`, { method, headers, ...(body && { body }) });

  expect((await ask("POST", "route", { message: crash })).status).toBe(200);
  for (const path of ["routing", "routing/examples"]) expect((await ask("GET", path)).status).toBe(200);
  for (const [method, path, body] of [
    ["POST", "routing/examples", example],
    ["PATCH", `routing/examples/${id}`, { text: example.text }],
    ["DELETE", `routing/examples/${id}`],
    ["POST", `routing/examples/${id}/restore`, {}],
  ] as const)
    expect((await ask(method, path, body)).status).toBe(403);

  for (const [name, input] of Object.entries({ route: { message: crash }, state: {}, examples: {} }))
    expect((await callTrpc(hub.url, `routing.${name}`, input, headers)).status).toBe(200);
  for (const [name, input] of Object.entries({
    addExample: example,
    editExample: { id, text: example.text },
    removeExample: { id },
    restoreExample: { id },
  }))
    expect(trpcError(await callTrpc(hub.url, `routing.${name}`, input, headers)).code).toBe("FORBIDDEN");
  expect((await send(hub.url, "/api/v2/routing")).status).toBe(401);
  const list = await ask("GET", "routing/examples?origin=added");
  expect(list.json<Page>().total).toBe(0);
});
