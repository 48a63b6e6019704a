/** The window of a session: how much of it a model is given, while all of it is kept. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { turnsFor } from "./asked-of-model.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  for (let n = 1; n <= 16; n += 1) stage.fake.script(`question ${n}.`, { tokens: [`answer ${n}`] });
});
afterAll(() => stage.close());

const pair = (n: number) => [`user: question ${n}.`, `assistant: answer ${n}`];
const pairs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => pair(from + i)).flat();

/** What the last event of the run's stream says was used. */
async function usedByDone(runId: string): Promise<number | undefined> {
  for await (const { event } of readRunEvents(await stage.client.stream(runId, 0))) {
    if (event.type === "done") return event.context_used;
  }
  return undefined;
}

test("of 12 exchanges a window of 10 gives the last 10 pairs, 0 gives all, and nothing is forgotten", async () => {
  const { id } = await stage.client.openSession({ context_window: 10 });
  for (let n = 1; n <= 12; n += 1) {
    expect((await stage.client.tell(id, `question ${n}.`)).context_used).toBe(Math.min(n - 1, 10) * 2);
  }
  const thirteenth = await stage.client.tell(id, "question 13.");
  expect(turnsFor(stage.fake, "question 13.")).toEqual([...pairs(3, 12), "user: question 13."]);
  expect(thirteenth).toMatchObject({ response: "answer 13", context_used: 20, message_count: 26 });
  expect(await usedByDone(thirteenth.run_id)).toBe(20);
  expect((await stage.client.run(thirteenth.run_id)).context_used).toBe(20);

  const { messages, message_count } = await stage.client.session(id, "?limit=200");
  expect(message_count).toBe(26);
  expect(messages.map(({ role, content }) => `${role}: ${content}`)).toEqual(pairs(1, 13));

  const patch = (context_window: number) => stage.client.rest("PATCH", `/api/v2/sessions/${id}`, { context_window });
  expect(await patch(0)).toMatchObject({ id, context_window: 0, message_count: 26 });
  expect((await stage.client.tell(id, "question 14.")).context_used).toBe(26);
  expect(turnsFor(stage.fake, "question 14.")).toEqual([...pairs(1, 13), "user: question 14."]);

  await patch(1);
  expect((await stage.client.tell(id, "question 15.")).context_used).toBe(2);
  expect(turnsFor(stage.fake, "question 15.")).toEqual([...pair(14), "user: question 15."]);

  await stage.client.call("sessions.update", { session_id: id, context_window: 2 });
  const { run } = await stage.client.sendMessage(id, "question 16.", { client_message_id: "16" });
  expect((await stage.client.ended(run.id)).context_used).toBe(4);
  expect(turnsFor(stage.fake, "question 16.")).toEqual([...pairs(14, 15), "user: question 16."]);
});
