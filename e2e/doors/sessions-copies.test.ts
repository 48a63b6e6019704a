/** Copies of sessions: forks, exports, imports. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limits } from "#contract/limits.ts";
import { type MessageView, type SessionDocument, type SessionView, sessionDocument } from "#contract/session.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "An answer,\n# not a heading" } });
  ollama.script("break", { tokens: ["cut", " off"], tokenMs: 20, endAfter: { tokens: 1 } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const at = (id: string, rest = "") => `/api/v2/sessions/${id}${rest}`;
const fork = (id: string, body: object = {}) => client.rest<SessionView>("POST", at(id, "/fork"), body);
const messagesOf = async (id: string) => (await client.session(id, "?limit=200")).messages;
/** What a copy has in common with its original: all but ids and runs. */
const said = (messages: readonly MessageView[]) =>
  messages.map(({ role, specialist_id, content, status, timestamp }) => ({
    role,
    specialist_id,
    content,
    status,
    timestamp,
  }));

/** To be kept to the byte. */
const odd = "  second\r\n  \u2028 kept as it is 🜁 \n";

/** Two whole exchanges, one of them with another specialist, and one that broke off. */
async function talk(fields: object = {}): Promise<{ id: string; messages: MessageView[] }> {
  const { id } = await client.openSession({ title: "Talk", shared: true, metadata: { by: "me" }, ...fields });
  await client.tell(id, "first");
  await client.tell(id, odd, { specialist_id: "athena-ai" });
  await client.tell(id, "break").catch(() => {});
  return { id, messages: await messagesOf(id) };
}

describe("a fork", () => {
  test("has all of it, and neither changes with the other", async () => {
    const { id, messages } = await talk({ context_window: 4, ttl_seconds: 500 });
    const copy = await fork(id);
    expect(copy).toMatchObject({
      specialist_id: "apollo-ai",
      title: "Talk",
      shared: true,
      metadata: { by: "me" },
      context_window: 4,
      ttl_seconds: 500,
      message_count: 6,
      busy_run_id: null,
    });
    expect(copy.id).not.toBe(id);
    const copied = await messagesOf(copy.id);
    expect(said(copied)).toEqual(said(messages));
    expect(new Set([...copied, ...messages].map((message) => message.id)).size).toBe(12);
    expect(await client.tell(copy.id, "only here")).toMatchObject({ message_count: 8, context_used: 6 });
    await client.tell(id, "only there");
    expect((await messagesOf(id)).slice(0, 6)).toEqual(messages);
    expect((await messagesOf(copy.id)).at(-2)?.content).toBe("only here");
    expect((await messagesOf(id)).at(-2)?.content).toBe("only there");
  });

  test("keeps its text when the original is deleted or cleared", async () => {
    const { id, messages } = await talk();
    const [one, two] = [await fork(id), await fork(id, { id: "named-fork" })];
    expect(two.id).toBe("named-fork");
    await client.rest("POST", at(id, "/clear"), {});
    expect(said(await messagesOf(one.id))).toEqual(said(messages));
    await client.rest("DELETE", at(id));
    for (const copy of [one, two]) expect(said(await messagesOf(copy.id))).toEqual(said(messages));
    const again = await fork(one.id);
    await client.rest("DELETE", at(one.id));
    expect(said(await messagesOf(again.id))).toEqual(said(messages));
  });

  test("ends with the message it is made at, that one included, or right before one", async () => {
    const { id, messages } = await talk();
    for (const [i, message] of messages.entries()) {
      const until = await fork(id, { at_message_id: message.id });
      expect(said(await messagesOf(until.id))).toEqual(said(messages.slice(0, i + 1)));
      const before = await client.call<SessionView>("sessions.fork", { session_id: id, before_message_id: message.id });
      expect(said(await messagesOf(before.id))).toEqual(said(messages.slice(0, i)));
    }
  });

  test("an id that is taken is a 409 and leaves nothing", async () => {
    const { id } = await talk();
    await expect(fork(id, { id })).rejects.toMatchObject({ status: 409, code: "CONFLICT" });
    expect(await messagesOf(id)).toHaveLength(6);
  });

  test("of a session that answers has what is there so far", async () => {
    ollama.script("hold on", { tokens: ["half "], stallAfter: { tokens: 1 } });
    const { id } = await client.openSession();
    const { run } = await client.sendMessage(id, "hold on", { client_message_id: "1" });
    for await (const { entries } of client.watch([{ run_id: run.id, after: 0 }])) {
      if (entries.some(({ event }) => event.type === "content")) break;
    }
    const copy = await fork(id);
    expect((await messagesOf(copy.id)).map(({ role, status }) => `${role} ${status}`)).toEqual([
      "user complete",
      "assistant partial",
    ]);
    await client.cancel(run.id);
    expect((await messagesOf(copy.id))[1]?.status).toBe("partial");
  });
});

describe("an export", () => {
  const exported = (id: string, format: string) => send(hub.url, at(id, `/export?format=${format}`));

  test("as JSON, imported, is the same session, and exported again the same document", async () => {
    const { id, messages } = await talk({ context_window: 3, ttl_seconds: 77 });
    const answer = await exported(id, "json");
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="?.*\.json"?/);
    const document = sessionDocument.parse(answer.json());
    expect(document.messages).toEqual(said(messages));
    const copy = await client.rest<SessionView>("POST", "/api/v2/sessions/import", { ...document, id: "imported" });
    const { created_at } = await client.session(id);
    expect(copy).toMatchObject({ id: "imported", title: "Talk", context_window: 3, ttl_seconds: 77, created_at });
    expect(said(await messagesOf("imported"))).toEqual(said(messages));
    const again = sessionDocument.parse((await exported("imported", "json")).json());
    expect({ ...again, exported_at: "" }).toEqual({ ...document, exported_at: "" });
    expect(await client.tell("imported", "and on")).toMatchObject({ context_used: 6, message_count: 8 });
  });

  test("the document as it came is taken back, whatever else stands in it", async () => {
    const { id } = await talk();
    const copy = await client.rest<SessionView>("POST", "/api/v2/sessions/import", (await exported(id, "json")).json());
    expect(copy.id).not.toBe(id);
    expect(copy.message_count).toBe(6);
  });

  test("as Markdown reads as a conversation", async () => {
    const { id } = await talk();
    const answer = await exported(id, "markdown");
    expect(answer.headers["content-type"]).toBe("text/markdown; charset=utf-8");
    expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename="?.*\.md"?/);
    const headings = answer.text.split("\n").filter((line) => /^##? /.test(line));
    expect(headings[0]).toBe("# Talk");
    expect(headings.filter((line) => line.startsWith("## You"))).toHaveLength(3);
    expect(headings.filter((line) => /^## Apollo/i.test(line))).toHaveLength(2);
    expect(headings.filter((line) => /^## Athena/i.test(line))).toHaveLength(1);
    expect(answer.text).toContain(odd);
    expect(answer.text).toMatch(/cut short/);
  });

  test("of a long session is whole", async () => {
    const messages = Array.from({ length: 1001 }, (_, i) => ({
      role: i % 2 === 0 ? ("user" as const) : ("assistant" as const),
      content: `message ${i}`,
    }));
    const document = { format: "tekton-session", version: 1, session: { specialist_id: "apollo-ai" } };
    await client.rest("POST", "/api/v2/sessions/import", { ...document, messages, id: "long" });
    const back = sessionDocument.parse((await exported("long", "json")).json());
    expect(back.messages.map(({ content }) => content)).toEqual(messages.map(({ content }) => content));
  });
});

describe("an import is refused with the path of what does not fit:", () => {
  const good: SessionDocument = sessionDocument.parse({
    format: "tekton-session",
    version: 1,
    session: { specialist_id: "apollo-ai" },
    messages: [
      { role: "user", content: "hello" },
      { role: "assistant", content: "" },
    ],
  });
  const message = (fields: object) => ({ messages: [good.messages[0], { ...good.messages[1], ...fields }] });
  const session = (fields: object) => ({ session: { ...good.session, ...fields } });

  test.each<[object, string]>([
    [{ format: "chatgpt" }, "format"],
    [{ version: 2 }, "version"],
    [{ id: "a b" }, "id"],
    [{ session: undefined }, "session"],
    [{ messages: undefined }, "messages"],
    [{ messages: {} }, "messages"],
    [session({ specialist_id: "" }), "session.specialist_id"],
    [session({ context_window: -1 }), "session.context_window"],
    [session({ created_at: "yesterday" }), "session.created_at"],
    [session({ metadata: "x" }), "session.metadata"],
    [message({ role: "system" }), "messages.1.role"],
    [message({ content: 1 }), "messages.1.content"],
    [message({ status: "done" }), "messages.1.status"],
    [message({ timestamp: "now" }), "messages.1.timestamp"],
    [message({ content: "x".repeat(limits.answerChars + 1) }), "messages.1.content"],
  ])("%j", async (fields, where) => {
    const answer = await send(hub.url, "/api/v2/sessions/import", { method: "POST", body: { ...good, ...fields } });
    const { code, details } = answer.error();
    expect([answer.status, code]).toEqual([400, "BAD_REQUEST"]);
    const issues = (details?.issues ?? []) as { path: string }[];
    expect([...new Set(issues.map((issue) => issue.path))]).toEqual([where]);
  });

  test("an id that is taken is a 409; over 8 MiB is a 413, and up to there is taken", async () => {
    await client.openSession({ id: "occupied" });
    const post = (body: object) => send(hub.url, "/api/v2/sessions/import", { method: "POST", body });
    expect((await post({ ...good, id: "occupied" })).status).toBe(409);
    const filled = (bytes: number) => ({
      ...good,
      messages: Array.from({ length: 40 }, () => ({ role: "user", content: "x".repeat(bytes / 40) })),
    });
    const huge = await post(filled(limits.importBytes + 40));
    expect([huge.status, huge.error().code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect((await post(filled(limits.importBytes - 4000))).status).toBe(201);
  });
});
