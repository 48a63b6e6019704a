/**
 * Nobody gets at another's runs, sessions and broadcasts, an admin included. Every route and every
 * procedure must stand in the tables below: one that is added without a policy fails the first test.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { allRoutes } from "#server/transport/http/routes/all.ts";
import { callTrpc, procedures, trpcError } from "./call-trpc.ts";
import { type Sent, send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
const bearer: Record<"ada" | "bob" | "eve", { authorization: string }> = {
  ada: { authorization: "" },
  bob: { authorization: "" },
  eve: { authorization: "" },
};
/** What is Ada's. */
const her = { run: "", session: "adas-session", binned: "adas-binned", message: "", team: "", teamRun: "" };

beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { tokens: ["Adas ", "secret"], stallAfter: { tokens: 1 } } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url, TEKTON_TOKEN: "0123456789abcdef" } });
  for (const [name, role] of [
    ["ada", "user"],
    ["bob", "user"],
    ["eve", "admin"],
  ] as const) {
    bearer[name].authorization = `Bearer ${(await hub.hub.tokens.create(name, role, Date.now())).token}`;
  }
  const chat = await fetch(`${hub.url}/api/chat/apollo/stream?message=hi&context_id=${her.session}`, {
    headers: bearer.ada,
  });
  her.run = chat.headers.get("x-run-id") ?? "";
  const opened = await send(hub.url, `/api/v2/sessions/${her.session}`, { headers: bearer.ada });
  her.message = opened.json<{ messages: { id: string }[] }>().messages[1]?.id ?? "";
  await send(hub.url, "/api/v2/sessions", {
    method: "POST",
    headers: bearer.ada,
    body: { specialist_id: "apollo", id: her.binned, title: "secret" },
  });
  await callTrpc(hub.url, "sessions.remove", { session_id: her.binned }, bearer.ada);
  const team = await callTrpc(hub.url, "team.start", { message: "hi", specialists: ["athena"] }, bearer.ada);
  const { data } = team.json<{ result: { data: { id: string; lanes: { run: { id: string } }[] } } }>().result;
  her.team = data.id;
  her.teamRun = data.lanes[0]?.run.id ?? "";
  await chat.body?.cancel();
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

type Verdict = "open" | "admin" | ((as: { authorization: string }) => Promise<void>);

const isRefused = (answer: Sent, status: number, code: string) => {
  expect([answer.status, answer.error().code]).toEqual([status, code]);
  expect(answer.text).not.toContain("secret");
};
const rest =
  (method: string, path: () => string, code: string, body?: object, status = 404): Verdict =>
  async (headers) =>
    isRefused(await send(hub.url, path(), { method, headers, ...(body && { body }) }), status, code);
const lacks =
  (path: string): Verdict =>
  async (headers) => {
    const answer = await send(hub.url, path, { headers });
    expect(answer.status).toBe(200);
    for (const id of [...Object.values(her), "secret"]) expect(answer.text).not.toContain(id);
  };
const trpc =
  (name: string, input: () => object, code: string): Verdict =>
  async (headers) => {
    const answer = await callTrpc(hub.url, name, input(), headers);
    expect(trpcError(answer).code).toBe(code);
    expect(answer.text).not.toContain("secret");
  };

const sessions = (method: string, rest_ = "", body?: object): Verdict =>
  rest(method, () => `/api/v2/sessions/${her.session}${rest_}`, "SESSION_NOT_FOUND", body);
/** A procedure that takes a session's id and more. */
const ofSession = (name: string, more: () => object = () => ({})): Verdict =>
  trpc(`sessions.${name}`, () => ({ session_id: her.session, ...more() }), "SESSION_NOT_FOUND");

/** `open`: holds nothing of anyone's, or starts something of the asker's own. */
const routes: Record<string, Verdict | Verdict[]> = {
  "GET /api/health": "open",
  "GET /health": "open",
  "GET /api/ready": "open",
  "GET /ready": "open",
  "GET /api/capabilities": "open",
  "GET /metrics": "open",
  "POST /api/sign-in": "open",
  "POST /api/sign-out": "open",
  "GET /api/v2/tokens": "admin",
  "POST /api/v2/tokens": "admin",
  "DELETE /api/v2/tokens/:id": "admin",
  "POST /api/v2/ai/:specialist/stream": rest("POST", () => "/api/v2/ai/apollo/stream", "SESSION_NOT_FOUND", {
    content: "x",
    session_id: her.session,
  }),
  "GET /api/v2/ai/:specialist/stream": [
    rest("GET", () => `/api/v2/ai/apollo/stream?content=x&session_id=${her.session}`, "SESSION_NOT_FOUND"),
    async (headers) => {
      const options = { headers: { ...headers, "last-event-id": `${her.run}:0` } };
      isRefused(await send(hub.url, "/api/v2/ai/apollo/stream?content=x", options), 404, "RUN_NOT_FOUND");
    },
  ],
  "GET /api/v2/runs": [lacks("/api/v2/runs"), lacks(`/api/v2/runs?session_id=${her.session}&status=running`)],
  "GET /api/v2/runs/:id": rest("GET", () => `/api/v2/runs/${her.run}`, "RUN_NOT_FOUND"),
  "GET /api/v2/runs/:id/stream": rest("GET", () => `/api/v2/runs/${her.run}/stream`, "RUN_NOT_FOUND"),
  "POST /api/v2/runs/:id/cancel": [
    rest("POST", () => `/api/v2/runs/${her.run}/cancel`, "RUN_NOT_FOUND"),
    rest("POST", () => `/api/v2/runs/${her.teamRun}/cancel`, "RUN_NOT_FOUND"),
  ],
  "POST /api/v2/runs/:id/rating": rest("POST", () => `/api/v2/runs/${her.run}/rating`, "RUN_NOT_FOUND", { value: 1 }),
  "POST /api/v2/sessions": [
    rest("POST", () => "/api/v2/sessions", "CONFLICT", { specialist_id: "apollo", id: her.session }, 409),
    rest("POST", () => "/api/v2/sessions", "CONFLICT", { specialist_id: "apollo", id: her.binned }, 409),
  ],
  "GET /api/v2/sessions": [
    lacks("/api/v2/sessions"),
    lacks("/api/v2/sessions?status=active&specialist_id=apollo-ai"),
    // "ada" of the answer "Adas secret", which a search that finds it would show.
    lacks("/api/v2/sessions?q=ada"),
  ],
  "POST /api/v2/sessions/import": rest(
    "POST",
    () => "/api/v2/sessions/import",
    "CONFLICT",
    {
      format: "tekton-session",
      version: 1,
      session: { specialist_id: "apollo-ai" },
      messages: [],
      id: "adas-session",
    },
    409,
  ),
  "GET /api/v2/sessions/:id": [sessions("GET"), sessions("GET", "?before=msg_none")],
  "PATCH /api/v2/sessions/:id": [sessions("PATCH", "", { title: "x" }), sessions("PATCH", "", { ttl_seconds: 1 })],
  "DELETE /api/v2/sessions/:id": sessions("DELETE"),
  "POST /api/v2/sessions/:id/message": [
    sessions("POST", "/message", { message: "x" }),
    sessions("POST", "/message", { message: "x", stream: true, if_busy: "queue", specialist_id: "athena" }),
  ],
  "POST /api/v2/sessions/:id/clear": sessions("POST", "/clear", {}),
  "POST /api/v2/sessions/:id/fork": [
    sessions("POST", "/fork", {}),
    async (headers) => {
      // A message of hers is not to be had through a session of one's own either.
      const own = await send(hub.url, "/api/v2/sessions", {
        method: "POST",
        headers,
        body: { specialist_id: "apollo" },
      });
      const { id } = own.json<{ id: string }>();
      const [path, body] = [`/api/v2/sessions/${id}/fork`, { at_message_id: her.message }];
      isRefused(await send(hub.url, path, { method: "POST", headers, body }), 404, "NOT_FOUND");
      isRefused(await send(hub.url, `/api/v2/sessions/${id}?before=${her.message}`, { headers }), 404, "NOT_FOUND");
    },
  ],
  "GET /api/v2/sessions/:id/export": [sessions("GET", "/export"), sessions("GET", "/export?format=markdown")],
  "GET /api/v2/history/:specialist": [
    lacks("/api/v2/history/apollo"),
    lacks("/api/v2/history/apollo?q=ada"),
    rest("GET", () => `/api/v2/history/apollo?before=${her.message}`, "NOT_FOUND"),
  ],
  "GET /api/v2/specialists": "open",
  "POST /api/v2/specialists": "admin",
  "GET /api/v2/specialists/export": "open",
  "POST /api/v2/specialists/import": "admin",
  "GET /api/v2/specialists/deleted": "open",
  "GET /api/v2/specialists/:id": "open",
  "PUT /api/v2/specialists/:id": "admin",
  "PATCH /api/v2/specialists/:id": "admin",
  "DELETE /api/v2/specialists/:id": "admin",
  "POST /api/v2/specialists/:id/test": "admin",
  "POST /api/v2/specialists/:id/enable": "admin",
  "POST /api/v2/specialists/:id/disable": "admin",
  "GET /api/v2/specialists/:id/versions": "open",
  "POST /api/v2/specialists/:id/restore": "admin",
  "GET /api/v2/models": "open",
  "POST /api/v2/models/pull": "admin",
  "DELETE /api/v2/models/pull": "admin",
  "GET /api/v2/orchestration": "open",
  "PUT /api/v2/orchestration": "admin",
  "GET /api/v2/orchestration/versions": "open",
  "POST /api/v2/orchestration/restore": "admin",
  "POST /api/v2/route": "open",
  "GET /api/v2/routing": "open",
  "GET /api/v2/routing/examples": "open",
  "POST /api/v2/routing/examples": "admin",
  "PATCH /api/v2/routing/examples/:id": "admin",
  "DELETE /api/v2/routing/examples/:id": "admin",
  "POST /api/v2/routing/examples/:id/restore": "admin",
  "GET /api/v2/events": "open",
  "GET /api/v2/discovery/ais": "open",
  "GET /api/v2/discovery/ais/:name": "open",
  "GET /api/v2/discovery/best": "open",
  "GET /api/v2/discovery/manifest": "open",
  "GET /api/ai/specialists": "open",
  "GET /api/ai/specialists/:id": "open",
  "POST /api/ai/specialists/:id/message": "open",
  "POST /api/ai/specialists/:id/activate": "admin",
  "POST /api/chat/:id/stream": rest(
    "POST",
    () => "/api/chat/apollo/stream",
    "CONFLICT",
    { message: "x", context_id: her.session },
    409,
  ),
  "GET /api/chat/:id/stream": rest(
    "GET",
    () => `/api/chat/apollo/stream?message=x&context_id=${her.session}`,
    "CONFLICT",
    undefined,
    409,
  ),
  "POST /api/chat/team/stream": "open",
};

const trpcPolicies: Record<string, Verdict | Verdict[]> = {
  "hub.status": "open",
  "hub.changes": "open",
  "specialists.list": "open",
  "specialists.get": "open",
  "specialists.create": "admin",
  "specialists.replace": "admin",
  "specialists.change": "admin",
  "specialists.setEnabled": "admin",
  "specialists.remove": "admin",
  "specialists.versions": "open",
  "specialists.deleted": "open",
  "specialists.restore": "admin",
  "specialists.test": "admin",
  "specialists.export": "open",
  "specialists.import": "admin",
  "models.list": "open",
  "models.pull": "admin",
  "models.pulls": "open",
  "models.cancelPull": "admin",
  "routing.route": "open",
  "routing.state": "open",
  "routing.examples": "open",
  "routing.addExample": "admin",
  "routing.editExample": "admin",
  "routing.removeExample": "admin",
  "routing.restoreExample": "admin",
  "orchestration.get": "open",
  "orchestration.replace": "admin",
  "orchestration.versions": "open",
  "orchestration.restore": "admin",
  "discovery.ais": "open",
  "discovery.best": "open",
  "team.start": "open",
  "team.recent": lacks("/api/trpc/team.recent?input={}"),
  "team.cancel": trpc("team.cancel", () => ({ broadcast_id: her.team }), "NOT_FOUND"),
  "team.retryLane": trpc("team.retryLane", () => ({ broadcast_id: her.team, lane_id: "athena-ai" }), "NOT_FOUND"),
  "runs.start": trpc(
    "runs.start",
    () => ({ specialist: "apollo", content: "x", session_id: her.session }),
    "SESSION_NOT_FOUND",
  ),
  "runs.get": trpc("runs.get", () => ({ run_id: her.run }), "RUN_NOT_FOUND"),
  "runs.cancel": trpc("runs.cancel", () => ({ run_id: her.run }), "RUN_NOT_FOUND"),
  "runs.rate": trpc("runs.rate", () => ({ run_id: her.run, value: 1 }), "RUN_NOT_FOUND"),
  "runs.watch": trpc("runs.watch", () => ({ runs: [{ run_id: her.run, after: 0 }] }), "RUN_NOT_FOUND"),
  "sessions.list": lacks(`/api/trpc/sessions.list?input=${encodeURIComponent('{"q":"ada"}')}`),
  "sessions.get": ofSession("get"),
  "sessions.create": trpc("sessions.create", () => ({ specialist_id: "apollo", id: her.session }), "CONFLICT"),
  "sessions.send": [
    ofSession("send", () => ({ message: "x", client_message_id: "1" })),
    trpc(
      "sessions.send",
      () => ({
        session_id: her.session,
        message: "x",
        client_message_id: "1",
        begin: { specialist_id: "apollo", shared: false },
      }),
      "CONFLICT",
    ),
  ],
  "sessions.retry": ofSession("retry", () => ({ message_id: her.message })),
  "sessions.update": ofSession("update", () => ({ title: "x" })),
  "sessions.remove": ofSession("remove"),
  "sessions.restore": [
    ofSession("restore"),
    trpc("sessions.restore", () => ({ session_id: her.binned }), "SESSION_NOT_FOUND"),
  ],
  "sessions.clear": ofSession("clear", () => ({ keep_last: 0 })),
  "sessions.fork": ofSession("fork", () => ({ before_message_id: her.message })),
  "history.list": [
    lacks(`/api/trpc/history.list?input=${encodeURIComponent('{"specialist":"apollo"}')}`),
    trpc("history.list", () => ({ specialist: "apollo", cursor: her.message }), "NOT_FOUND"),
  ],
};

describe("what is another's", () => {
  test("every route and every procedure has a policy here", () => {
    expect(Object.keys(routes).sort()).toEqual(allRoutes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(Object.keys(trpcPolicies).sort()).toEqual(Object.keys(procedures).sort());
  });

  const checks = Object.entries({ ...routes, ...trpcPolicies })
    .map(([name, policy]) => [name, [policy].flat().filter((verdict) => typeof verdict === "function")] as const)
    .filter(([, verdicts]) => verdicts.length > 0);
  test.each(checks)("%s does not give it away", async (_, verdicts) => {
    for (const verdict of verdicts) {
      await verdict(bearer.bob);
      await verdict(bearer.eve);
    }
  });

  const isAdmins = (policies: Record<string, Verdict | Verdict[]>) =>
    Object.keys(policies).filter((name) => policies[name] === "admin");

  test("the routes for admins are those that say so", () => {
    const admins = allRoutes.filter((route) => route.access === "admin");
    expect(admins.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(isAdmins(routes).sort());
  });

  test.each(isAdmins(routes))("%s is for admins", async (name) => {
    const [method, path = ""] = name.split(" ");
    const answer = await send(hub.url, path.replace(":id", "apollo"), {
      method: method ?? "",
      headers: bearer.bob,
      body: { name: "x" },
    });
    expect([answer.status, answer.error().code]).toEqual([403, "FORBIDDEN"]);
  });

  // Before a procedure looks at its input, so that a refusal says nothing of it.
  test.each(Object.keys(procedures).filter((name) => name !== "hub.changes"))("%s: who may", async (name) => {
    const answer = await callTrpc(hub.url, name, null, bearer.bob);
    if (trpcPolicies[name] === "admin") expect(trpcError(answer).code).toBe("FORBIDDEN");
    else expect(answer.text).not.toContain("FORBIDDEN");
  });

  test.each([
    ...allRoutes.filter((route) => route.access !== "public").map((route) => [route.method, route.path]),
    ...Object.keys(procedures).map((name) => ["TRPC", name]),
  ])("%s %s is nothing without a token", async (method = "", path = "") => {
    const answer = method === "TRPC" ? await callTrpc(hub.url, path, {}) : await send(hub.url, path, { method });
    expect([answer.status, answer.error().code, answer.headers["www-authenticate"]]).toEqual([
      401,
      "UNAUTHORIZED",
      "Bearer",
    ]);
  });

  test("the public routes are these and no more", () => {
    expect(allRoutes.filter((route) => route.access === "public").map((route) => route.path)).toEqual([
      "/api/health",
      "/health",
      "/api/capabilities",
      "/api/sign-in",
      "/api/sign-out",
    ]);
  });

  test("after all of that it is untouched and hers", async () => {
    const run = (await send(hub.url, `/api/v2/runs/${her.run}`, { headers: bearer.ada })).json();
    expect(run).toMatchObject({ status: "running", session_id: her.session, content: "Adas " });
    const listed = (await send(hub.url, "/api/v2/sessions?q=ada", { headers: bearer.ada })).json();
    expect(listed).toMatchObject({ sessions: [{ id: her.session, message_count: 2, title: "hi" }] });
    const restored = await callTrpc(hub.url, "sessions.restore", { session_id: her.binned }, bearer.ada);
    expect(restored.json()).toMatchObject({ result: { data: { id: her.binned, title: "secret" } } });
    for (const id of [her.run, her.teamRun]) {
      const answer = await send(hub.url, `/api/v2/runs/${id}/cancel`, { method: "POST", headers: bearer.ada });
      expect(answer.json()).toMatchObject({ status: "cancelled" });
    }
  });
});
