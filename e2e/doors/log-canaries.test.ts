/** Nothing that people or models wrote, no secret and no address with a query gets into the log, at any level. */
import { describe, expect, test } from "vitest";
import { startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { createLog } from "#server/kernel/log.ts";
import { callTrpc } from "./call-trpc.ts";
import { send } from "./send.ts";
import { sendRaw } from "./send-raw.ts";

const capture = () => {
  const lines: string[] = [];
  const log = createLog("trace", { write: (line: string) => void lines.push(line) });
  return { log, lines };
};

describe("the log", () => {
  test("drops every field it does not know, and values that are not plain", () => {
    const { log, lines } = capture();
    const fields = {
      run_id: "run_1",
      count: 2,
      content: "CANARY",
      url: "/x?CANARY",
      headers: {},
      model: { name: "CANARY" },
    };
    log.info("said", fields as object);
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: 30,
      time: expect.any(String),
      run_id: "run_1",
      count: 2,
      msg: "said",
    });
  });

  test("of an error it has the name, the code and the frames, not the message", () => {
    const { log, lines } = capture();
    log.error("failed", Object.assign(new Error("CANARY\n    at CANARY"), { code: "EPIPE", details: "CANARY" }));
    log.error("failed", new AppError("INTERNAL", "CANARY", { a: "CANARY" }, new TypeError("CANARY")));
    log.error("failed", "CANARY");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { error: "Error", error_code: "EPIPE", stack: expect.arrayContaining([expect.stringMatching(/^at /)]) },
      { error: "TypeError" },
      { error: "string" },
    ]);
    expect(lines.join("").replace(/"stack":\[[^\]]*\]/g, "")).not.toContain("CANARY");
  });

  test("a line is one line, whatever is in a field", () => {
    const { log, lines } = capture();
    log.warn("said", { model: 'a"\n{"level":60}\u2028' });
    expect(lines.join("").trimEnd().split("\n")).toHaveLength(1);
  });
});

/** Says the canary in every place of every request of sessions, those that fail included. */
async function talkInSessions(url: string, headers: Record<string, string>, c: string): Promise<void> {
  const trpc = (name: string, input: object) => callTrpc(url, name, input, headers);
  const post = (path: string, body: object | string) =>
    send(url, path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  const id = `session-${c}`;
  const path = `/api/v2/sessions/${id}`;
  await post("/api/v2/sessions", { specialist_id: "apollo", id, title: c, metadata: { [c]: c } });
  await post("/api/v2/sessions", { specialist_id: c, id: c, title: c, metadata: c });
  for (const word of ["well", "fail", "refuse", "garbage"]) {
    const context = { previous_response: c, memory_hints: [c], previous_specialist: c };
    await post(`${path}/message`, { message: `${word} ${c}`, client_message_id: `${word}-${c}`, context });
    await post(`${path}/message`, { message: `${word} ${c}`, stream: true, if_busy: "queue" });
    await trpc("sessions.send", { session_id: id, message: `${word} ${c}`, client_message_id: c, if_busy: "queue" });
  }
  await post(`${path}/message`, { message: c, specialist_id: c, if_busy: c, temperature: c });
  await post(`${path}/message`, `{"message": "${c}`);
  await send(url, path, { method: "PATCH", headers, body: { title: `${c} again`, metadata: { c } } });
  for (const query of [`?q=${c}`, `?cursor=${c}`, `?status=${c}`]) {
    await send(url, `/api/v2/sessions${query}`, { headers });
    await send(url, `/api/v2/history/apollo${query}`, { headers });
  }
  await send(url, `/api/v2/history/${c}?before=${c}`, { headers });
  await send(url, `${path}?before=${c}`, { headers });
  await post(`${path}/fork`, { at_message_id: c, id: c });
  await post(`${path}/fork`, { id: `fork-${c}` });
  await post(`${path}/clear`, { keep_last: c });
  const exported = await send(url, `${path}/export`, { headers });
  await send(url, `${path}/export?format=markdown`, { headers });
  await post("/api/v2/sessions/import", exported.json());
  await post("/api/v2/sessions/import", { ...exported.json<object>(), format: c, messages: [{ role: c, content: c }] });
  for (const name of ["list", "get", "retry", "fork", "clear", "update", "remove", "restore", "create"]) {
    await trpc(`sessions.${name}`, {
      session_id: id,
      q: c,
      message_id: c,
      title: c,
      cursor: c,
      specialist_id: c,
      id: c,
    });
  }
  await trpc("history.list", { specialist: c, q: c, cursor: c });
  await send(url, path, { method: "DELETE", headers });
}

test("canaries in every place of every kind of request never come up in it", async () => {
  const { log, lines } = capture();
  const c = "CANARY7f3a";
  const ollama = await startFakeOllama({ defaultScript: { text: `answer ${c}`, thinking: [`thought ${c}`] } });
  ollama.script("fail", { tokens: [c], errorAfter: { tokens: 1, message: `oops ${c}` } });
  ollama.script("refuse", { status: 500, error: `refused ${c}` });
  ollama.script("garbage", { tokens: [c], garbageAfter: { tokens: 1, line: `<${c}>` } });
  const operator = `operator-${c}`;
  const hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url, TEKTON_TOKEN: operator }, log });
  const headers = { authorization: `Bearer ${operator}`, "x-canary": c, "user-agent": c };

  for (const word of ["well", "fail", "refuse", "garbage"]) {
    const content = `${word} ${c}`;
    const context = { previous_response: c, memory_hints: [c] };
    await send(hub.url, "/api/v2/ai/apollo/stream", { method: "POST", headers, body: { content, context } });
    await send(hub.url, `/api/chat/apollo/stream?message=${content}&context_id=${c}`.replaceAll(" ", "+"), { headers });
    await send(hub.url, "/api/ai/specialists/apollo/message", { method: "POST", headers, body: { message: content } });
    await send(hub.url, "/api/chat/team/stream", {
      method: "POST",
      headers,
      body: { message: content, specialists: ["apollo", "athena"] },
    });
    await callTrpc(hub.url, "team.start", { message: content, specialists: ["apollo"] }, headers);
  }
  await talkInSessions(hub.url, headers, c);
  await send(hub.url, `/api/v2/ai/${c}/stream?content=${c}`, { headers });
  await send(hub.url, `/api/${c}?${c}`, { headers });
  await send(hub.url, `/api/v2/runs/${c}`, { headers });
  await send(hub.url, "/api/sign-in", { method: "POST", headers: { cookie: c }, body: { token: c } });
  await send(hub.url, "/api/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{${c}`,
  });
  await send(hub.url, "/api/v2/tokens", { method: "POST", headers, body: { name: c } });
  await send(hub.url, "/api/health", { headers: { host: `${c}.example`, origin: `https://${c}.example` } });
  await sendRaw(hub.url, `GET /${c} NONSENSE/${c}\r\n\r\n`);
  // A bug, with content in its message.
  hub.hub.team.runLog.read = () => Promise.reject(new Error(`bug ${c}`));
  const bug = await send(hub.url, "/api/v2/ai/apollo/stream", { method: "POST", headers, body: { content: c } });
  expect([bug.status, bug.error().code, bug.text.includes(c)]).toEqual([500, "INTERNAL", false]);
  await hub.close();
  await ollama.close();

  const all = lines.join("");
  expect(lines.length).toBeGreaterThan(20);
  expect(all).toContain(bug.error().request_id);
  expect(lines.filter((line) => line.includes(c))).toEqual([]);
});
