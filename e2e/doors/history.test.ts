/** `/api/v2/history/{specialist}` and `history.list`: every message to and from one specialist. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HistoryPage, historyPage } from "#contract/session.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
let client: HubClient;
/** What was said to and by Athena, oldest first. */
const athenas = ["alone 0", "answer", "among others", "answer", "alone 1, of pelicans", "answer", "alone 2", "answer"];
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { tokens: ["answer"] } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  client = new HubClient(hub.url);
  await client.openSession({ id: "own", specialist_id: "athena-ai" });
  await client.openSession({ id: "shared", shared: true });
  await client.tell("own", "alone 0");
  await client.tell("shared", "to Apollo, of pelicans");
  await client.tell("shared", "among others", { specialist_id: "athena-ai" });
  await client.tell("own", "alone 1, of pelicans");
  await client.tell("own", "alone 2");
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

const history = async (specialist: string, query = ""): Promise<HistoryPage> =>
  historyPage.parse(await client.rest("GET", `/api/v2/history/${specialist}${query}`));
const contents = ({ messages }: HistoryPage) => messages.map(({ content }) => content);

test("is all of a specialist's, over all sessions, newest first, by any of its names", async () => {
  const page = await history("athena");
  expect(contents(page)).toEqual(athenas.toReversed());
  expect(page.messages.map(({ session_id, specialist_id }) => `${session_id} ${specialist_id}`)).toEqual(
    ["own", "own", "own", "own", "shared", "shared", "own", "own"].map((id) => `${id} athena-ai`),
  );
  expect(page.next_cursor).toBeNull();
  expect(await history("athena-ai")).toEqual(page);
  expect(await client.query("history.list", { specialist: "athena" })).toEqual(page);
  expect(contents(await history("apollo"))).toEqual(["answer", "to Apollo, of pelicans"]);
  expect(contents(await history("telos"))).toEqual([]);
});

test.each([1, 3, 7, 8])("in pages of %i has each message once, while more is said", async (limit) => {
  const seen: string[] = [];
  const expected = contents(await history("athena", "?limit=200"));
  for (let before = ""; ; ) {
    const page = await history("athena", `?limit=${limit}${before}`);
    expect(page.messages.length).toBeLessThanOrEqual(limit);
    seen.push(...contents(page));
    if (page.next_cursor === null) break;
    before = `&before=${page.next_cursor}`;
    await client.tell("own", "meanwhile");
  }
  expect(seen).toEqual(expected);
  await client.rest("POST", "/api/v2/sessions/own/clear", { keep_last: 0 });
  for (const message of ["alone 0", "alone 1, of pelicans", "alone 2"]) await client.tell("own", message);
});

describe("with words to find", () => {
  test("has the messages that have them, with how far it read", async () => {
    const page = await history("athena", "?q=Pelicans");
    expect(contents(page)).toEqual(["alone 1, of pelicans"]);
    expect(page).toMatchObject({ next_cursor: null, search: { complete: true, messages_read: 8 } });
    expect(await client.query("history.list", { specialist: "athena", q: "Pelicans" })).toEqual(page);
    expect(contents(await history("athena", "?q=nowhere"))).toEqual([]);
  });

  test("goes in pages too", async () => {
    const first = await history("athena", "?q=alone&limit=2");
    expect(contents(first)).toEqual(["alone 2", "alone 1, of pelicans"]);
    expect(contents(await history("athena", `?q=alone&limit=2&before=${first.next_cursor}`))).toEqual(["alone 0"]);
  });
});

test("has nothing of what was deleted", async () => {
  await client.call("sessions.remove", { session_id: "shared" });
  expect(contents(await history("apollo"))).toEqual([]);
  await client.call("sessions.restore", { session_id: "shared" });
  expect(contents(await history("apollo"))).toHaveLength(2);
  await client.rest("DELETE", "/api/v2/sessions/shared");
  expect(contents(await history("apollo"))).toEqual([]);
});

test.each([
  ["nobody", 404, "SPECIALIST_NOT_FOUND"],
  ["he", 400, "AMBIGUOUS_NAME"],
  ["athena?before=msg_none", 404, "NOT_FOUND"],
  ["athena?limit=0", 400, "BAD_REQUEST"],
  ["athena?limit=201", 400, "BAD_REQUEST"],
  ["%00", 400, "BAD_REQUEST"],
])("of %s is a %i %s", async (rest, status, code) => {
  const answer = await send(hub.url, `/api/v2/history/${rest}`);
  expect([answer.status, answer.error().code]).toEqual([status, code]);
});
