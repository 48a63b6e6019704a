/** Conversations, as far as they are served: memory, one answer at a time, each message once. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ErrorBody } from "#contract/errors.ts";
import type { RunView } from "#contract/run-view.ts";
import type { MessageView, SessionView } from "#contract/session.ts";
import { HubClient, ProcedureError } from "#e2e/hub/hub-client.ts";
import { collectSse } from "#e2e/hub/read-sse.ts";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { localActor } from "#server/kernel/actor.ts";
import { startRun } from "#server/runs/start-run.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

interface Sent {
  readonly session_id: string;
  readonly run: RunView;
}
const send = (content: string, clientMessageId: string, sessionId?: string): Promise<Sent> =>
  stage.client.call<Sent>("chat.send", {
    specialist_id: "apollo-ai",
    content,
    client_message_id: clientMessageId,
    ...(sessionId && { session_id: sessionId }),
  });
const session = (id: string) =>
  stage.client.query<{ session: SessionView; messages: MessageView[] }>("chat.get", { session_id: id });
const ended = (id: string): Promise<RunView> =>
  vi.waitUntil(
    async () => {
      const run = await stage.client.run(id);
      return run.ended_at === null ? null : run;
    },
    { timeout: 5000 },
  ) as Promise<RunView>;
const asks = () => stage.fake.requests.filter(({ path }) => path === "/api/chat");

test("the demo remembers a name, over the original's endpoint", async () => {
  const demo = await startTestHub({ env: { TEKTON_PROVIDER: "demo" } });
  const client = new HubClient(demo.url);
  const say = async (message: string) => {
    const response = await client.post("/api/chat/apollo-ai/stream", { message, context_id: "casey-talks" });
    const events = await collectSse<{ type: string; content: string }>(response);
    expect(events.at(-1)?.data.type).toBe("complete");
    return events.map(({ data }) => data.content).join("");
  };
  await say("my name is Casey");
  expect(await say("what is my name?")).toContain("Casey");
  await demo.close();
});

describe("a busy session", () => {
  test("refuses another message with the run that answers, and takes one once that has ended", async () => {
    stage.fake.script("hold on", { tokens: ["x"], stallAfter: { tokens: 1 } });
    const first = await send("hold on", "busy-1");
    const refused = await send("and now?", "busy-2", first.session_id).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProcedureError);
    expect(refused).toMatchObject({ code: "CONFLICT", details: { run_id: first.run.id } });
    const overRest = await stage.client.ask("and now?", { body: { session_id: first.session_id } });
    expect(overRest.status).toBe(409);
    expect(((await overRest.json()) as ErrorBody).error.details?.run_id).toBe(first.run.id);
    await stage.client.cancel(first.run.id);
    expect((await send("and now?", "busy-2", first.session_id)).run.id).not.toBe(first.run.id);
  });

  test("takes one of many messages that come at once", async () => {
    stage.fake.script("first", { tokens: ["x"] });
    const { session_id, run } = await send("first", "many-0");
    await ended(run.id);
    stage.fake.script("race", { tokens: ["x"], stallAfter: { tokens: 1 } });
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => send(`race ${i}`, `many-race-${i}`, session_id)),
    );
    const won = all.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won).toHaveLength(1);
    for (const result of all) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
    await stage.client.cancel(won[0]?.run.id ?? "");
    expect((await session(session_id)).messages).toHaveLength(4);
    expect(stage.test.hub.providers.get("ollama")?.admission.running).toBe(0);
  });
});

describe("the same client_message_id", () => {
  test("again is the same run, while it goes on and afterwards", async () => {
    stage.fake.script("only once", { tokens: ["a ", "b "], tokenMs: 50 });
    const first = await send("only once", "once");
    const before = asks().length;
    expect((await send("only once", "once", first.session_id)).run.id).toBe(first.run.id);
    await ended(first.run.id);
    const again = await send("only once", "once", first.session_id);
    expect(again.run).toMatchObject({ id: first.run.id, status: "completed", content: "a b " });
    expect(asks().length).toBeLessThanOrEqual(before + 1);
    expect((await session(first.session_id)).messages).toHaveLength(2);
  });

  test.each([
    ["a slow answer", { tokens: ["a"], stallAfter: { tokens: 1 } }],
    ["an answer at once", { tokens: ["a"] }],
  ])("sent many times at once is one run, with %s", async (name, script) => {
    stage.fake.script(name, script);
    const opened = await send("hello", `${name} opens`);
    await ended(opened.run.id);
    // In one process and one turn of its loop, so that all of them look before any of them writes.
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        startRun(stage.test.hub.team, localActor, {
          specialist: "apollo",
          request: { content: name, session_id: opened.session_id, client_message_id: `${name} twin` },
          requestId: "req_twin",
        }),
      ),
    );
    expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await stage.client.cancel(all[0]?.runId ?? "");
    expect((await session(opened.session_id)).messages).toHaveLength(4);
    expect(stage.test.hub.providers.get("ollama")?.admission.running).toBe(0);
  });
});

test("roles alternate in what the model is given, after a cancel and after a failure", async () => {
  stage.fake.script("stop me", { tokens: ["half an ", "answer "], stallAfter: { tokens: 2 } });
  stage.fake.script("break", { tokens: ["x"], errorAfter: { tokens: 0, message: "broken" } });
  stage.fake.script("go on", { tokens: ["fine"] });
  const { session_id, run } = await send("stop me", "roles-1");
  await vi.waitUntil(async () => (await stage.client.run(run.id)).content !== "", { timeout: 5000 });
  await stage.client.cancel(run.id);
  await ended((await send("break", "roles-2", session_id)).run.id);
  await ended((await send("go on", "roles-3", session_id)).run.id);
  const { messages = [] } = (asks().at(-1)?.body ?? {}) as { messages?: { role: string; content: string }[] };
  expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user", "assistant", "user"]);
  expect(messages[2]?.content).toMatch(/^half an answer [\s\S]*interrupted/);
  expect(messages[4]?.content).toBe("(no reply)");
  const kept = (await session(session_id)).messages.map(({ role, status }) => `${role} ${status}`);
  expect(kept).toEqual([
    "user complete",
    "assistant partial",
    "user complete",
    "assistant failed",
    "user complete",
    "assistant complete",
  ]);
});
