/** `/api/v2/discovery` and tRPC's discovery: who is there, how they do, who is best, and what the hub is. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BestMatch, DiscoveredAi } from "#contract/discovery.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import type { Manifest } from "#server/discovery/describe-hub.ts";
import type { FoundAis } from "#server/discovery/find-ais.ts";
import { allRoutes } from "#server/transport/http/routes/all.ts";
import { send } from "./send.ts";

let dataDir: string;
let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
const start = async () => {
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url }, dataDir });
  client = new HubClient(hub.url);
};
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-discovery-"));
  ollama = await startFakeOllama({ defaultScript: { text: "an answer" } });
  ollama.script("for ever", { tokens: ["well, "], stallAfter: { tokens: 1 } });
  ollama.script("fails", { tokens: ["a"], endAfter: { tokens: 1 } });
  await start();
  await edit("engram-ai", { enabled: false });
  await edit("hermes-ai", { model: "no-such-model" });
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
  await rm(dataDir, { recursive: true });
});

const edit = (id: string, fields: object) => client.rest("PATCH", `/api/v2/specialists/${id}`, fields);
const find = (query = "") => client.rest<FoundAis>("GET", `/api/v2/discovery/ais${query}`);
const idsOf = async (query: string) => (await find(query)).ais.map(({ id }) => id);
const read = (name: string) => client.rest<DiscoveredAi>("GET", `/api/v2/discovery/ais/${name}`);
const best = (query: string) => client.rest<BestMatch>("GET", `/api/v2/discovery/best?${query}`);
const manifest = () => client.rest<Manifest>("GET", "/api/v2/discovery/manifest");
const answered = async (specialist: string, content: string) => {
  const response = await client.ask(content, { specialist });
  await response.text();
  return response.headers.get("x-run-id") ?? "";
};

describe("who is there", () => {
  test("every entry of the registry, in the contract's shape", async () => {
    const { ais, total, timestamp } = await find();
    expect([ais.length, total]).toEqual([18, 18]);
    expect(new Date(timestamp).toISOString()).toBe(timestamp);
    expect(ais.find(({ id }) => id === "apollo-ai")).toEqual({
      id: "apollo-ai",
      name: "apollo",
      status: "active",
      model: "llama3.2:3b",
      provider: "ollama",
      role: expect.any(String),
      connection: { host: "127.0.0.1", port: hub.port, protocol: "http" },
      capabilities: {
        primary: ["code-analysis", "debugging", "optimization"],
        scores: expect.objectContaining({ debugging: expect.any(Number) }),
      },
      performance: {
        avg_response_time: null,
        success_rate: null,
        first_token_ms: null,
        samples: 0,
        window_days: 30,
        context_window: null,
        max_tokens: null,
      },
      cost: { per_1k_tokens: null, currency: "USD" },
      features: { streaming: true, sessions: true, websocket: false },
    });
  });

  test("active are those that are enabled and whose model is there; the rest are inactive", async () => {
    expect(await idsOf("?status=inactive")).toEqual(["engram-ai", "hermes-ai"]);
    const active = await idsOf("?status=active");
    expect(active).toHaveLength(16);
    expect(await idsOf("?status=all")).toHaveLength(18);
    expect((await read("hermes")).model).toBe("no-such-model");
  });

  test("filters narrow it, and join with and", async () => {
    const { ais } = await find();
    const scored = (capability: string, least: number) =>
      ais.filter(({ capabilities: { scores } }) => (scores[capability] ?? -1) >= least).map(({ id }) => id);
    expect(await idsOf("?capability=testing")).toEqual(scored("testing", 0));
    expect(await idsOf("?capability=testing&min_score=0.6")).toEqual(scored("testing", 0.6));
    expect(await idsOf("?min_score=0.94")).toEqual(
      ais.filter(({ capabilities: { scores } }) => Math.max(...Object.values(scores)) >= 0.94).map(({ id }) => id),
    );
    expect(await idsOf("?capability=memory&status=active&min_score=0.8")).toEqual([]);
    expect(await idsOf("?capability=constructor")).toEqual([]);
    const role = ais[0]?.role.slice(2, 9).toUpperCase() ?? "";
    expect(await idsOf(`?role=${encodeURIComponent(role)}`)).toContain(ais[0]?.id);
    expect(await idsOf("?role=nobody-has-this")).toEqual([]);
  });

  test.each(["?min_score=2", "?min_score=x", "?status=asleep", "?capability=Not%20One"])(
    "%s is refused",
    async (query) => {
      const answer = await send(hub.url, `/api/v2/discovery/ais${query}`);
      expect([answer.status, answer.error().code]).toEqual([400, "BAD_REQUEST"]);
    },
  );

  test("one is found by any name that resolves, and by none that does not", async () => {
    for (const name of ["apollo-ai", "apollo", "apo", "@debugging"]) expect((await read(name)).id).toBe("apollo-ai");
    const unknown = await send(hub.url, "/api/v2/discovery/ais/zeus");
    expect([unknown.status, unknown.error().code]).toEqual([404, "SPECIALIST_NOT_FOUND"]);
    const ambiguous = await send(hub.url, "/api/v2/discovery/ais/t");
    expect([ambiguous.status, ambiguous.error().code]).toEqual([400, "AMBIGUOUS_NAME"]);
  });

  test("tRPC says the same", async () => {
    const { timestamp: _, ...rest } = await find("?capability=testing&min_score=0.6");
    expect(await client.query("discovery.ais", { capability: "testing", min_score: 0.6 })).toMatchObject(rest);
    expect(await client.query("discovery.best", { capability: "testing" })).toEqual(await best("capability=testing"));
  });
});

describe("how they do", () => {
  test("comes from real runs, is there when the answer is, and survives a restart", async () => {
    for (const content of ["one", "two", "this fails"]) await answered("athena", content);
    const dryRun = { method: "POST", headers: { accept: "application/json" }, body: { content: "a dry run" } };
    expect((await send(hub.url, "/api/v2/specialists/athena-ai/test", dryRun)).status).toBe(200);
    const cancelled = await client.call<{ run_id: string }>("runs.start", {
      specialist: "athena",
      content: "for ever",
    });
    await client.cancel(cancelled.run_id);
    const performance = async () => (await read("athena")).performance;
    const before = await performance();
    expect(before).toMatchObject({ samples: 3, success_rate: 2 / 3 });
    expect(before.avg_response_time).toBeGreaterThan(0);
    expect(before.first_token_ms).toBeGreaterThan(0);
    await hub.close();
    await start();
    expect(await performance()).toEqual(before);
    const row = await client.rest("GET", "/api/ai/specialists/athena");
    expect(row).toMatchObject({ performance: { total_requests: 3, success_rate: 2 / 3 } });
  });
});

describe("who is best", () => {
  test("is the primary owner, then the score decides; what is below the threshold is left out", async () => {
    const { best_match, alternatives, capability } = await best("capability=testing&threshold=0");
    expect([capability, best_match?.id, best_match?.is_primary]).toEqual(["testing", "telos-ai", true]);
    const scores = alternatives.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const strict = await best("capability=testing&threshold=0.6");
    expect(strict.alternatives).toEqual(alternatives.filter(({ score }) => score >= 0.6));
    expect(await best("capability=testing&threshold=1")).toMatchObject({ best_match: null, alternatives: [] });
    expect(await best("capability=juggling")).toEqual({ capability: "juggling", best_match: null, alternatives: [] });
  });

  test("passes over who is disabled or without its model", async () => {
    for (const [capability, owner] of [
      ["memory", "engram-ai"],
      ["messaging", "hermes-ai"],
    ]) {
      const { best_match, alternatives } = await best(`capability=${capability}&threshold=0`);
      expect([best_match, ...alternatives].map((one) => one?.id)).not.toContain(owner);
    }
  });

  test("of equals is who did better", async () => {
    const fields = { capabilities: { primary: [], scores: { "same-thing": 0.8 }, learned: [] } };
    for (const id of ["penia-ai", "ergon-ai"]) await edit(id, fields);
    await answered("penia", "this fails");
    await answered("ergon", "this is fine");
    expect(await best("capability=same-thing")).toMatchObject({
      best_match: { id: "ergon-ai" },
      alternatives: [{ id: "penia-ai" }],
    });
  });

  test("goes by the learned score where the entry says so, and only there", async () => {
    const declared = await read("sophia");
    const { capabilities } = await client.rest<{ capabilities: object }>("GET", "/api/v2/specialists/sophia-ai");
    const run = await answered("@data-analysis", "what does this column say");
    for (let i = 0; i < 2; i++) await client.rest("POST", `/api/v2/runs/${run}/rating`, { value: -1 });
    expect((await read("sophia")).capabilities).toEqual(declared.capabilities);
    await edit("sophia-ai", { capabilities: { ...capabilities, learned: ["data-analysis"] } });
    const prior = declared.capabilities.scores["data-analysis"] ?? 0;
    const learned = (await read("sophia")).capabilities.scores["data-analysis"];
    expect(learned).toBeCloseTo((10 * prior) / 11);
    expect((await best("capability=data-analysis&threshold=0")).best_match).toMatchObject({
      id: "sophia-ai",
      score: learned,
    });
    expect(await client.rest("GET", "/api/v2/specialists/sophia-ai")).toMatchObject({
      evidence: expect.arrayContaining([
        expect.objectContaining({
          capability: "data-analysis",
          down: 1,
          completed: 1,
          used: "learned",
          declared: prior,
        }),
      ]),
    });
  });
});

describe("the manifest", () => {
  test("says what the hub is and lists every address it has", async () => {
    const found = await manifest();
    expect(found).toMatchObject({
      name: "tekton",
      version: "0.0.0-test",
      api_versions: ["v1", "v2"],
      url: hub.url,
      authentication: { required: false, scheme: "Bearer" },
      features: { enhanced_discovery: true, streaming: true },
      ais: { total: 18, active: 16 },
      strategies: ["best", "round-robin", "all", "fallback"],
    });
    const listed = Object.values(found.endpoints).flat();
    expect(listed.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      allRoutes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`).sort(),
    );
    expect(found.endpoints.discovery).toContainEqual({
      method: "GET",
      path: "/api/v2/discovery/best",
      access: "user",
    });
    const capabilities = await client.rest("GET", "/api/capabilities");
    expect(capabilities).toMatchObject({ features: found.features });
  });

  test("names each capability with its owners, present or not, and how many have it", async () => {
    const { capabilities } = await manifest();
    const names = capabilities.map(({ id }) => id);
    expect(names).toEqual([...names].sort());
    const { ais } = await find();
    for (const { id, primary, total, active } of capabilities) {
      const having = ais.filter(({ capabilities: c }) => c.primary.includes(id) || id in c.scores);
      expect([total, active]).toEqual([having.length, having.filter(({ status }) => status === "active").length]);
      expect(primary).toEqual(ais.filter(({ capabilities: c }) => c.primary.includes(id)).map((ai) => ai.id));
    }
    expect(capabilities.find(({ id }) => id === "memory")).toMatchObject({ primary: ["engram-ai"] });
  });

  test("tells programs the address they reached it by", async () => {
    const answer = await send(hub.url, "/api/v2/discovery/manifest", { headers: { host: "localhost:4711" } });
    expect(answer.json()).toMatchObject({ url: "http://localhost:4711" });
    const odd = await send(hub.url, "/api/v2/discovery/ais/apollo", { headers: { host: "localhost:99999" } });
    expect(odd.json()).toMatchObject({ connection: { host: "127.0.0.1", port: hub.port } });
  });
});
