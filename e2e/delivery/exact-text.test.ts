/** What a reader gets is what the model sent, and what is stored, byte for byte. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldStream } from "#e2e/hub/read-run-events.ts";
import { inParallel } from "./in-parallel.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const bytes = (text: string) => Buffer.from(text, "utf8").toString("hex");

/** Asks, and holds the stream and the stored answer against what the model says. */
async function expectExact(question: string, answer: string): Promise<void> {
  const response = await stage.client.ask(question);
  const state = await foldStream(response);
  expect(state.error).toBeNull();
  expect(bytes(state.content)).toBe(bytes(answer));
  const stored = await stage.client.run(response.headers.get("x-run-id") ?? "");
  expect(bytes(stored.content)).toBe(bytes(answer));
  expect(stored.status).toBe("completed");
}

const texts: Record<string, string> = {
  emoji: "👩‍👩‍👧‍👦 and 🏳️‍🌈, then 🧑🏽‍🚀",
  "CR LF, lone CR and lone LF": "one\r\ntwo\rthree\nfour\r\n\r\n",
  "combining marks": "e\u0301 is not \u00e9; \u0915\u094d\u0937; Z\u0351\u036b\u0343\u036a\u0302\u036b",
  "line separators and controls": "a\u2028b\u2029c\u0085d\u0000e\u0007f\u001b[31mg\ufeffh",
  "what looks like an event stream": 'data: {"type":"done"}\n\nid: 1\nevent: error\n\n: comment\n\nretry: 1\n',
  "white space only": "   \n\t  \n",
  "JSON and HTML": '{"a":"\\u00e9"}</script><b>&amp;"\\',
};

describe("text survives", () => {
  test.each(Object.entries(texts))("%s", async (name, text) => {
    stage.fake.script(`text: ${name}`, { text, split: 1 });
    await expectExact(`text: ${name}`, text);
  });

  test("an answer of 1 MB", async () => {
    const text = "0123456789 é 👍\n".repeat(60_000);
    stage.fake.script("a large one", { text, split: 512 });
    await expectExact("a large one", text);
  });

  test("the halves of a surrogate pair in two tokens, and a half that stays alone", async () => {
    const tokens = ["a", "\ud83d", "\ude00", "b\ud83d", "c", "\ude00d"];
    stage.fake.script("halves", { tokens });
    await expectExact("halves", tokens.join(""));
  });
});

test("the upstream's bytes may be split at every offset, and after every byte", async () => {
  const tokens = ["é", "👍", "\r\n", "e\u0301"];
  stage.fake.script("split-length", { tokens });
  const whole = await fetch(`${stage.fake.url}/api/chat`, {
    method: "POST",
    body: JSON.stringify({ model: "llama3.2:3b", messages: [{ role: "user", content: "split-length" }] }),
  });
  const length = Buffer.byteLength(await whole.text());
  await inParallel(16, length, async (offset) => {
    const question = `split at ${offset}.`;
    stage.fake.script(question, { tokens, byteSplit: offset });
    await expectExact(question, tokens.join(""));
  });
  stage.fake.script("split everywhere", { tokens, byteSplit: "every" });
  await expectExact("split everywhere", tokens.join(""));
});
