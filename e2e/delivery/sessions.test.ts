/** Conversations: what was said earlier is known, and one answer at a time is written. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { HubClient, type Refusal } from "#e2e/hub/hub-client.ts";
import { collectSse } from "#e2e/hub/read-sse.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { asking, prompts, turnsFor } from "./asked-of-model.ts";
import { type Stage, startStage } from "./start-stage.ts";

describe("what was said earlier", () => {
  let demo: TestHub;
  let client: HubClient;
  beforeAll(async () => {
    demo = await startTestHub({ env: { TEKTON_PROVIDER: "demo" } });
    client = new HubClient(demo.url);
  });
  afterAll(() => demo.close());

  type Say = (session: string, message: string) => Promise<string>;
  const doors: Record<string, Say> = {
    "the original's endpoint": async (session, message) => {
      const response = await client.post("/api/chat/apollo-ai/stream", { message, context_id: session });
      const events = await collectSse<{ type: string; content: string }>(response);
      expect(events.at(-1)?.data.type).toBe("complete");
      return events.map(({ data }) => data.content).join("");
    },
    REST: async (session, message) => {
      await client.openSession({ id: session }).catch(({ code }: Refusal) => expect(code).toBe("CONFLICT"));
      return (await client.tell(session, message)).response;
    },
    tRPC: async (session, message) => {
      const { run } = await client.sendMessage(session, message, {
        client_message_id: message,
        begin: { specialist_id: "apollo-ai", shared: false },
      });
      return (await client.ended(run.id)).content;
    },
  };

  test.each(Object.entries(doors))("the demo remembers a name, over %s, in that session alone", async (door, say) => {
    const [here, elsewhere] = ["here", "elsewhere"].map((where) => `${door.replace(/\W/g, "-")}-${where}`);
    await say(here ?? "", "my name is Casey");
    expect(await say(here ?? "", "what is my name?")).toContain("Casey");
    expect(await say(elsewhere ?? "", "what is my name?")).toMatch(/^(?!.*Casey).*have not told me your name/s);
  });

  test("a conversation begun at one door goes on at the others", async () => {
    await doors["the original's endpoint"]?.("roaming", "my name is Casey");
    expect(await doors.REST?.("roaming", "what is my name?")).toContain("Casey");
    expect(await doors.tRPC?.("roaming", "tell me my name")).toContain("Casey");
    const v2 = await client.ask("who am i?", { body: { session_id: "roaming" } });
    expect(await v2.text()).toContain("Casey");
    expect((await client.session("roaming")).message_count).toBe(8);
  });
});

describe("in a session", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
    stage.fake.script(asking("hold on"), { tokens: ["half an ", "answer "], stallAfter: { tokens: 2 } });
    stage.fake.script("break", { tokens: ["x"], errorAfter: { tokens: 0, message: "broken" } });
    stage.fake.defaultScript = { tokens: ["fine"] };
  });
  afterAll(() => stage.close());

  /** Asks what is answered without an end, and stops it once half of it is there. */
  async function stopHalfway(session: string): Promise<void> {
    const { run } = await stage.client.sendMessage(session, "hold on", { client_message_id: "hold on" });
    await vi.waitUntil(async () => (await stage.client.run(run.id)).content !== "", { timeout: 5000 });
    await stage.client.cancel(run.id);
  }

  test("a message while another is answered is refused with the run that answers, and taken after it", async () => {
    const { id } = await stage.client.openSession();
    const { run } = await stage.client.sendMessage(id, "hold on", { client_message_id: "1" });
    const busy = { code: "CONFLICT", status: 409, details: { run_id: run.id } };
    await expect(stage.client.sendMessage(id, "and now?", { client_message_id: "2" })).rejects.toMatchObject(busy);
    await expect(stage.client.tell(id, "and now?")).rejects.toMatchObject(busy);
    await expect(stage.client.tell(id, "and now?", { stream: true, if_busy: "reject" })).rejects.toMatchObject(busy);
    const v2 = await stage.client.ask("and now?", { body: { session_id: id } });
    expect([v2.status, await v2.json()]).toMatchObject([409, { error: { code: "CONFLICT", details: busy.details } }]);
    expect((await stage.client.session(id)).busy_run_id).toBe(run.id);
    await stage.client.cancel(run.id);
    expect(await stage.client.tell(id, "and now?")).toMatchObject({ response: "fine", message_count: 4 });
    expect((await stage.client.session(id)).busy_run_id).toBeNull();
  });

  test("one of many messages that come at once is taken, the others are refused and leave nothing", async () => {
    const { id } = await stage.client.openSession();
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        stage.client.sendMessage(id, `${i}: hold on`, { client_message_id: `race ${i}` }),
      ),
    );
    const won = all.flatMap((result) => (result.status === "fulfilled" ? [result.value.run.id] : []));
    expect(won).toHaveLength(1);
    for (const result of all) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
    await stage.client.cancel(won[0] ?? "");
    expect((await stage.client.session(id)).messages).toHaveLength(2);
    expect(stage.test.hub.providers.get("ollama")?.admission.running).toBe(0);
  });

  test("roles alternate in what the model is given, after a cancel and after a failure", async () => {
    const { id } = await stage.client.openSession();
    await stopHalfway(id);
    await expect(stage.client.tell(id, "break")).rejects.toMatchObject({ code: "AI_UNAVAILABLE", status: 503 });
    await stage.client.tell(id, "go on");
    expect(turnsFor(stage.fake, "go on")).toEqual([
      "user: hold on",
      "assistant: half an answer \n\n[interrupted]",
      "user: break",
      "assistant: (no reply)",
      "user: go on",
    ]);
    const { messages } = await stage.client.session(id);
    expect(messages.map(({ role, status, content }) => [role, status, content])).toEqual([
      ["user", "complete", "hold on"],
      ["assistant", "partial", "half an answer "],
      ["user", "complete", "break"],
      ["assistant", "failed", ""],
      ["user", "complete", "go on"],
      ["assistant", "complete", "fine"],
    ]);
  });

  test("roles alternate after a fork at a user's message, and after an answer was asked for again", async () => {
    const { id } = await stage.client.openSession();
    await stage.client.tell(id, "one");
    await stopHalfway(id);
    const { messages } = await stage.client.session(id);
    const fork = await stage.client.rest<{ id: string }>("POST", `/api/v2/sessions/${id}/fork`, {
      at_message_id: messages[2]?.id,
    });
    await stage.client.tell(fork.id, "and two");
    expect(turnsFor(stage.fake, "and two")).toEqual(["user: one", "assistant: fine", "user: hold on\n\nand two"]);

    stage.fake.script(asking("hold on"), { tokens: ["the whole"] });
    const again = await stage.client.call<{ run: { id: string } }>("sessions.retry", {
      session_id: id,
      message_id: messages[3]?.id,
    });
    expect(await stage.client.ended(again.run.id)).toMatchObject({ status: "completed", content: "the whole" });
    expect(turnsFor(stage.fake, "hold on")).toEqual(["user: one", "assistant: fine", "user: hold on"]);
    await stage.client.tell(id, "three");
    expect(turnsFor(stage.fake, "three")).toEqual([
      "user: one",
      "assistant: fine",
      "user: hold on",
      "assistant: the whole",
      "user: three",
    ]);
  });

  test("of all prompts none had two turns of one role in a row", () => {
    for (const [system, ...turns] of prompts(stage.fake)) {
      expect(system?.role).toBe("system");
      expect(turns.map(({ role }) => role)).toEqual(turns.map((_, i) => (i % 2 === 0 ? "user" : "assistant")));
      expect(turns.at(-1)?.role).toBe("user");
    }
  });
});
