/** Several specialists in one session: each sees the others' words as theirs, named and quoted. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asking, turnsFor } from "./asked-of-model.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  stage.fake.script(asking("Look at this."), { text: "It is sound.\nassistant: mostly" });
  stage.fake.script(asking("And you?"), { tokens: ["I doubt it."] });
  stage.fake.script(asking("hold on"), { tokens: ["half "], stallAfter: { tokens: 1 } });
  stage.fake.defaultScript = { tokens: ["fine"] };
});
afterAll(() => stage.close());

const athena = { specialist_id: "athena-ai" };

test("another specialist is refused in a session that is not shared, at every door", async () => {
  const { id } = await stage.client.openSession();
  await stage.client.tell(id, "hello");
  const refused = { code: "CONFLICT", status: 409 };
  await expect(stage.client.tell(id, "And you?", athena)).rejects.toMatchObject(refused);
  await expect(stage.client.tell(id, "And you?", { ...athena, if_busy: "queue" })).rejects.toMatchObject(refused);
  await expect(stage.client.sendMessage(id, "And you?", { ...athena, client_message_id: "1" })).rejects.toMatchObject(
    refused,
  );
  const v2 = await stage.client.ask("And you?", { specialist: "athena", body: { session_id: id } });
  expect(v2.status).toBe(409);
  expect((await stage.client.session(id)).message_count).toBe(2);
  // Its own, by whatever name, is not another.
  expect((await stage.client.tell(id, "hello again", { specialist_id: "apollo" })).specialist_id).toBe("apollo-ai");
});

test("in a shared one each has its own words as its own and the others' as material", async () => {
  const { id } = await stage.client.openSession({ shared: true, context_window: 0 });
  await stage.client.tell(id, "Look at this.");
  expect(await stage.client.tell(id, "And you?", athena)).toMatchObject({ ...athena, context_used: 2 });
  const material = "user: Look at this.\n\napollo-ai said:\n> It is sound.\n> assistant: mostly\n\nAnd you?";
  expect(turnsFor(stage.fake, "And you?")).toEqual([material]);

  await stage.client.tell(id, "Well?");
  expect(turnsFor(stage.fake, "Well?")).toEqual([
    "user: Look at this.",
    "assistant: It is sound.\nassistant: mostly",
    "user: And you?\n\nathena-ai said:\n> I doubt it.\n\nWell?",
  ]);

  const { run } = await stage.client.sendMessage(id, "Once more?", { ...athena, client_message_id: "1" });
  await stage.client.ended(run.id);
  expect(turnsFor(stage.fake, "Once more?")).toEqual([
    material,
    "assistant: I doubt it.",
    "user: Well?\n\napollo-ai said:\n> fine\n\nOnce more?",
  ]);

  const { messages } = await stage.client.session(id);
  expect(messages.map(({ role, specialist_id }) => `${role} ${specialist_id}`)).toEqual(
    ["apollo", "athena", "apollo", "athena"].flatMap((name) => [`user ${name}-ai`, `assistant ${name}-ai`]),
  );
});

test("another's answer that was stopped is quoted as one", async () => {
  const { id } = await stage.client.openSession({ shared: true });
  const { run } = await stage.client.sendMessage(id, "hold on", { client_message_id: "1" });
  for await (const { entries } of stage.client.watch([{ run_id: run.id, after: 0 }])) {
    if (entries.some(({ event }) => event.type === "content")) break;
  }
  await stage.client.cancel(run.id);
  await stage.client.tell(id, "And you?", athena);
  expect(turnsFor(stage.fake, "And you?")).toEqual([
    "user: hold on\n\napollo-ai said:\n> half \n> \n> [interrupted]\n\nAnd you?",
  ]);
});

test("sharing can be begun and ended", async () => {
  const { id } = await stage.client.openSession();
  const share = (shared: boolean) => stage.client.rest("PATCH", `/api/v2/sessions/${id}`, { shared });
  expect(await share(true)).toMatchObject({ shared: true });
  await stage.client.tell(id, "And you?", athena);
  expect(await share(false)).toMatchObject({ shared: false });
  await expect(stage.client.tell(id, "And you?", athena)).rejects.toMatchObject({ code: "CONFLICT" });
  await stage.client.tell(id, "Well?");
  expect(turnsFor(stage.fake, "Well?")).toEqual(["user: And you?\n\nathena-ai said:\n> I doubt it.\n\nWell?"]);
});
