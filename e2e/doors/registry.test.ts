/** The registry at its doors: what is written is validated, versioned, told to clients, and never half done. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ImportErrors, SpecialistView, VersionConflict } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { callTrpc } from "./call-trpc.ts";
import { readRunStream } from "./read-run-stream.ts";
import { send } from "./send.ts";

let fake: FakeOllama;
let hub: TestHub;
beforeAll(async () => {
  fake = await startFakeOllama({ defaultScript: { tokens: ["fine ", "thanks"] } });
  hub = await startTestHub({ env: { OLLAMA_HOST: fake.url } });
});
afterAll(async () => {
  await hub.close();
  await fake.close();
});

const path = "/api/v2/specialists";
const call = (method: string, rest: string, body?: object) =>
  send(hub.url, `${path}${rest}`, { method, ...(body && { body }) });
const read = async (id: string) => (await call("GET", `/${id}`)).json<SpecialistView>();
const listed = async () =>
  (await call("GET", "")).json<{ specialists: { id: string; version: number }[]; total: number }>();
const iris = { id: "iris-ai", role: "colours", system_prompt: "You name colours." };

describe("an entry", () => {
  test("is made with defaults for what is left out, read, changed, and taken out", async () => {
    const made = await call("POST", "", iris);
    expect(made.status).toBe(201);
    expect(made.json()).toEqual({
      ...iris,
      name: "iris",
      description: "",
      provider: null,
      model: null,
      capabilities: { primary: [], scores: {}, learned: [] },
      temperature: null,
      max_tokens: null,
      context_window: null,
      cost: { per_1k_tokens: null, currency: "USD" },
      enabled: true,
      version: 1,
    });
    expect(await read("iris-ai")).toMatchObject({ available: true, performance: { samples: 0 }, evidence: [] });
    const changed = await call("PATCH", "/iris-ai", { temperature: 0.2, version: 1 });
    expect(changed.json()).toMatchObject({ temperature: 0.2, system_prompt: iris.system_prompt, version: 2 });
    // What changes nothing makes no version.
    expect((await call("PATCH", "/iris-ai", { temperature: 0.2 })).json()).toMatchObject({ version: 2 });
    expect((await call("DELETE", "/iris-ai")).json()).toEqual({ status: "deleted", id: "iris-ai" });
    expect([(await call("GET", "/iris-ai")).status, (await listed()).total]).toEqual([404, 18]);
  });

  test("as it was read can be sent back", async () => {
    const entry = await read("penia-ai");
    const answer = await call("PUT", "/penia-ai", { ...entry, role: "thrift!" });
    expect(answer.json()).toMatchObject({ role: "thrift!", version: entry.version + 1 });
    expect(await call("PUT", "/penia-ai", { ...(await read("penia-ai")) })).toMatchObject({ status: 200 });
  });

  test.each([
    ["a field nobody knows", { ...iris, temprature: 1 }, /temprature/],
    ["a score over 1", { ...iris, capabilities: { primary: [], scores: { debugging: 1.2 } } }, /scores\.debugging/],
    ["an id that means something else", { ...iris, id: "auto" }, /id: must not be one of/],
    ["an id with capitals", { ...iris, id: "Iris" }, /lower-case letters/],
    ["a prompt that is none", { ...iris, system_prompt: 7 }, /system_prompt/],
    ["nothing", {}, /id: is missing/],
  ])("with %s is refused, and says where", async (_, body, message) => {
    const answer = await call("POST", "", body);
    expect([answer.status, answer.error().code]).toEqual([400, "BAD_REQUEST"]);
    expect(answer.error().message).toMatch(message);
  });

  test("keeps its id, and nobody else's name", async () => {
    expect((await call("POST", "", { ...iris, id: "apollo-ai" })).error().code).toBe("CONFLICT");
    expect((await call("POST", "", { ...iris, name: "apollo" })).error()).toMatchObject({
      code: "CONFLICT",
      message: "iris-ai and its name apollo would be taken for apollo-ai. Choose others.",
    });
    // Nor an id that another's name is: whoever typed it would get the wrong one.
    expect((await call("POST", "", { ...iris, id: "apollo", name: "zeus" })).error().code).toBe("CONFLICT");
    await call("PATCH", "/athena-ai", { name: "pallas" });
    expect((await call("POST", "", { ...iris, id: "pallas-ai", name: "zeus" })).error().code).toBe("CONFLICT");
    await call("PATCH", "/athena-ai", { name: "athena" });
    const entry = await read("athena-ai");
    const renamed = await call("PUT", "/athena-ai", { ...entry, id: "iris-ai" });
    expect([renamed.status, renamed.error().message]).toEqual([
      400,
      "An entry keeps its id: the address says athena-ai, the body iris-ai.",
    ]);
  });

  test("may be called what JavaScript calls its own", async () => {
    await call("POST", "", { ...iris, id: "constructor", name: "maker" });
    const asked = await send(hub.url, "/api/v2/ai/constructor/stream", { method: "POST", body: { content: "hi" } });
    expect(asked.status).toBe(200);
    expect((await call("POST", "/constructor/disable", { version: 9 })).error().code).toBe("CONFLICT");
    await call("DELETE", "/constructor");
  });

  test("that is switched off is asked no more, at once", async () => {
    await call("POST", "/terma-ai/disable");
    expect(await read("terma-ai")).toMatchObject({ enabled: false, health: { status: "disabled" }, available: false });
    const asked = await send(hub.url, "/api/v2/ai/terma/stream", { method: "POST", body: { content: "hi" } });
    expect([asked.status, asked.error().code]).toEqual([503, "AI_UNAVAILABLE"]);
    await call("POST", "/terma-ai/enable");
    expect((await send(hub.url, "/api/v2/ai/terma/stream", { method: "POST", body: { content: "hi" } })).status).toBe(
      200,
    );
  });

  test("whose model shares another's, but not its window, says so", async () => {
    await call("PATCH", "/hermes-ai", { model: "mistral:7b", context_window: 4096 });
    await call("PATCH", "/metis-ai", { model: "mistral:7b", context_window: 8192 });
    expect((await read("hermes-ai")).warnings.join()).toMatch(/metis-ai/);
    await call("PATCH", "/metis-ai", { context_window: 4096 });
    expect((await read("hermes-ai")).warnings).toEqual([]);
  });
});

describe("two admins", () => {
  test("who save at once: one is told what the other changed, and nothing of it is lost", async () => {
    const entry = await read("apollo-ai");
    const mine = { ...fieldsOf(entry), temperature: 0.1, version: entry.version };
    const theirs = { ...fieldsOf(entry), role: "seer", system_prompt: "See.", version: entry.version };
    const answers = await Promise.all([call("PUT", "/apollo-ai", mine), call("PUT", "/apollo-ai", theirs)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const won = answers.find(({ status }) => status === 200)?.json<Specialist>();
    const lost = answers.find(({ status }) => status === 409)?.error();
    const details = lost?.details as unknown as VersionConflict;
    expect(details).toMatchObject({ current: won, by: "local" });
    expect(details.changed).toEqual(won?.role === "seer" ? ["role", "system_prompt"] : ["temperature"]);
    expect(await read("apollo-ai")).toMatchObject({ version: entry.version + 1, role: won?.role });
  });

  test("one deletes what the other edits", async () => {
    await call("POST", "", iris).catch(() => undefined);
    const { version } = await restoredIris();
    await call("DELETE", `/iris-ai?version=${version}`);
    const late = await call("PATCH", "/iris-ai", { role: "x", version });
    expect(late.status).toBe(404);
    expect((await call("DELETE", "/apollo-ai?version=999")).error().code).toBe("CONFLICT");
  });

  test("fifty edits at once are fifty versions, and none undoes another's", async () => {
    const { version } = await read("noesis-ai");
    const edits = Array.from({ length: 48 }, (_, i) => call("PATCH", "/noesis-ai", { role: `role ${i}` }));
    const others = [{ temperature: 0.33 }, { description: "edited meanwhile" }];
    await Promise.all([...others.map((fields) => call("PATCH", "/noesis-ai", fields)), ...edits]);
    expect(await read("noesis-ai")).toMatchObject({ temperature: 0.33, description: "edited meanwhile" });
    const { versions } = (await call("GET", "/noesis-ai/versions")).json<{ versions: { version: number }[] }>();
    expect((await read("noesis-ai")).version).toBe(version + 50);
    expect(versions.map((v) => v.version)).toEqual(Array.from({ length: version + 50 }, (_, i) => version + 50 - i));
  });
});

/** An entry that was deleted, back again. */
async function restoredIris(): Promise<Specialist> {
  const { versions } = (await call("GET", "/iris-ai/versions")).json<{
    versions: { version: number; specialist: object | null }[];
  }>();
  const last = versions.find(({ specialist }) => specialist !== null);
  return (await call("POST", "/iris-ai/restore", { version: last?.version })).json<Specialist>();
}

const shown = ["health", "available", "resolved", "performance", "warnings", "evidence", "version"];
const fieldsOf = (entry: object) => Object.fromEntries(Object.entries(entry).filter(([key]) => !shown.includes(key)));

describe("history", () => {
  test("every version says who, when and what; any can be gone back to, one that was deleted too", async () => {
    const before = await read("sophia-ai");
    await call("PATCH", "/sophia-ai", { system_prompt: "Learn." });
    await call("PATCH", "/sophia-ai", { role: "teacher" });
    const back = await call("POST", "/sophia-ai/restore", { version: before.version });
    expect(back.json()).toMatchObject({ ...fieldsOf(before), version: before.version + 3 });
    await call("DELETE", "/sophia-ai");
    const { versions } = (await call("GET", "/sophia-ai/versions")).json<{
      versions: { version: number; change: string; by: string; at: string; specialist: object | null }[];
    }>();
    expect(versions.map(({ change }) => change)).toEqual(["deleted", "restored", "edited", "edited", "created"]);
    expect(versions[0]).toMatchObject({ specialist: null, by: "local" });
    expect(versions.at(-1)).toMatchObject({ by: "the hub", specialist: fieldsOf(before) });
    const gone = (await call("GET", "/deleted")).json<{ specialists: { id: string }[] }>().specialists;
    expect(gone[0]).toMatchObject({ id: "sophia-ai", version: before.version + 3, by: "local" });
    const again = await call("POST", "/sophia-ai/restore", { version: before.version + 2 });
    const left = (await call("GET", "/deleted")).json<{ specialists: { id: string }[] }>().specialists;
    expect(left.map(({ id }) => id)).not.toContain("sophia-ai");
    expect(again.json()).toMatchObject({ role: "teacher", version: before.version + 5 });
    expect((await call("POST", "/sophia-ai/restore", { version: before.version + 4 })).error().code).toBe("NOT_FOUND");
    expect((await call("POST", "/sophia-ai/restore", { version: 1, if_version: 2 })).error().code).toBe("CONFLICT");
    expect((await call("GET", "/never-was/versions")).error().code).toBe("SPECIALIST_NOT_FOUND");
  });

  test("survives a restart", async () => {
    const first = await startTestHub({ dataDir: hub.dataDir.replace(/$/, "-again") });
    const patch = { method: "PATCH", body: { role: "kept" } };
    await send(first.url, `${path}/apollo-ai`, patch);
    await first.close();
    const second = await startTestHub({ dataDir: first.dataDir });
    try {
      const { versions } = (await send(second.url, `${path}/apollo-ai/versions`)).json<{ versions: object[] }>();
      expect(versions).toHaveLength(2);
      expect((await send(second.url, `${path}/apollo-ai`)).json()).toMatchObject({ role: "kept", version: 2 });
    } finally {
      await second.close();
    }
  });
});

describe("the registry as a file", () => {
  const document = (specialists: unknown[]) => ({ format: "tekton-registry", format_version: 1, specialists });

  test("is the same after an export and an import", async () => {
    const exported = await call("GET", "/export");
    expect(exported.headers["content-disposition"]).toMatch(/^attachment; filename="tekton-registry-[\d-]+\.json"$/);
    const before = (await call("GET", "")).text;
    const report = (await call("POST", "/import?mode=replace", exported.json<object>())).json<
      Record<string, string[]>
    >();
    expect(report).toMatchObject({ created: [], updated: [], deleted: [] });
    expect(report.unchanged).toHaveLength((await listed()).total);
    expect((await call("GET", "")).text).toBe(before);
  });

  test("with errors imports nothing, and every error is told", async () => {
    const before = (await call("GET", "/export")).json<{ specialists: object[] }>().specialists;
    const good = before.map((entry) => ({ ...entry, role: "should not be" }));
    const wrong = document([
      ...good,
      { ...good[0], id: "one-ai", name: "one", temperature: 7 },
      { ...good[0], id: "two-ai", name: "one" },
      { ...good[0], id: "apollo-ai" },
      { id: "three-ai", name: "three" },
      "not an entry",
    ]);
    const answer = await call("POST", "/import?mode=replace", wrong);
    expect([answer.status, answer.error().code]).toEqual([400, "BAD_REQUEST"]);
    const { errors } = answer.error().details as unknown as ImportErrors;
    const n = good.length;
    const places = errors.map((error) => error.path);
    for (const place of [
      `specialists.${n}.temperature`,
      `specialists.${n}.name`,
      `specialists.${n + 1}.name`,
      `specialists.${n + 2}.id`,
      `specialists.${n + 3}.role`,
      `specialists.${n + 3}.system_prompt`,
      `specialists.${n + 4}`,
    ]) {
      expect(places).toContain(place);
    }
    expect(answer.error().message).toBe(`Nothing was imported: the file has ${errors.length} errors.`);
    expect((await call("GET", "/export")).json<{ specialists: object[] }>().specialists).toEqual(before);
  });

  test.each([
    ["a list", []],
    ["another format", { format: "tekton-session", format_version: 1, specialists: [] }],
    ["a later format", { format: "tekton-registry", format_version: 2, specialists: [] }],
  ])("that is %s is refused", async (_, body) => {
    const answer = await call("POST", "/import", body);
    expect(answer.status).toBe(400);
    expect((answer.error().details as unknown as ImportErrors).errors.length).toBeGreaterThan(0);
  });

  test("merges by id, two names changed about included; replace takes out who is not in it", async () => {
    const { specialists } = (await call("GET", "/export")).json<{ specialists: { id: string; name: string }[] }>();
    const entry = (id: string) => specialists.find((s) => s.id === id);
    const merged = await call(
      "POST",
      "/import?mode=merge",
      document([
        { ...entry("apollo-ai"), name: "athena" },
        { ...entry("athena-ai"), name: "apollo" },
        { ...entry("metis-ai"), id: "new-one-ai", name: "new-one" },
        entry("numa-ai") ?? {},
      ]),
    );
    // A name that is the short form of another's id would be misleading: it is refused.
    expect(merged.status).toBe(400);
    const swapped = document([
      { ...entry("apollo-ai"), name: "sun" },
      { ...entry("metis-ai"), id: "new-one-ai", name: "new-one" },
      entry("numa-ai") ?? {},
    ]);
    expect((await call("POST", "/import?mode=merge", swapped)).json()).toEqual({
      created: ["new-one-ai"],
      updated: ["apollo-ai"],
      unchanged: ["numa-ai"],
      deleted: [],
    });
    const asked = await send(hub.url, "/api/v2/ai/sun/stream", { method: "POST", body: { content: "hi" } });
    expect(asked.status).toBe(200);
    const whole = document(specialists);
    expect((await call("POST", "/import?mode=replace", whole)).json()).toMatchObject({
      updated: ["apollo-ai"],
      deleted: ["new-one-ai"],
    });
  });
});

describe("a dry run", () => {
  const stream = async (id: string, body: object) =>
    readRunStream(
      await fetch(`${hub.url}${path}/${id}/test`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    );

  test("asks a draft that is not saved, of an entry that need not be there, and counts for nothing", async () => {
    const { id: _, ...draft } = fieldsOf(await read("telos-ai")) as { id: string };
    fake.requests.length = 0;
    const { text, runId } = await stream("not-yet-ai", {
      content: "How are you?",
      draft: { ...draft, name: "not-yet", system_prompt: "Be brief.", temperature: 1.5, enabled: false },
    });
    expect(text).toBe("fine thanks");
    const [asked] = fake.requests.filter((request) => request.path === "/api/chat");
    expect(asked?.body).toMatchObject({
      options: { temperature: 1.5 },
      messages: [
        { role: "system", content: expect.stringContaining("Be brief.") },
        { role: "user", content: "How are you?" },
      ],
    });
    await stream("telos-ai", { content: "hi" });
    expect((await read("telos-ai")).performance.samples).toBe(0);
    const rated = await send(hub.url, `/api/v2/runs/${runId}/rating`, { method: "POST", body: { value: 1 } });
    expect(rated.error().code).toBe("BAD_REQUEST");
    expect((await call("POST", "/nobody-ai/test", { content: "hi" })).error().code).toBe("SPECIALIST_NOT_FOUND");
  });
});

describe("clients hear of changes", () => {
  test("over REST, each change once, from the moment the stream says that it watches", async () => {
    const gone = new AbortController();
    const response = await fetch(`${hub.url}/api/v2/events`, { signal: gone.signal });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    const until = async (found: RegExp) => {
      while (!found.test(text)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await until(/^: watching\n\n/);
    await call("PATCH", "/ergon-ai", { role: "worker" });
    await until(/"ergon-ai"/);
    await send(hub.url, "/api/v2/orchestration", { method: "PUT", body: {} });
    await until(/orchestration/);
    expect(text.match(/event: changed\ndata: .*/g)).toEqual([
      'event: changed\ndata: {"what":"registry","id":"ergon-ai"}',
      'event: changed\ndata: {"what":"orchestration"}',
    ]);
    gone.abort();
    await expect.poll(() => hub.hub.changes.readers).toBe(0);
  });

  test("the list spares its readers the prompts", async () => {
    const list = await callTrpc(hub.url, "specialists.list", null);
    expect(list.json<{ result: { data: object[] } }>().result.data[0]).not.toHaveProperty("system_prompt");
  });
});
