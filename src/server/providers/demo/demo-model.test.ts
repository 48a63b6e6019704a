import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PipelineContext } from "#contract/pipeline-context.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatDelta, ChatMessage } from "#server/providers/chat-model.ts";
import { composePrompt, type EarlierMessage } from "#server/runs/compose-prompt.ts";
import { countWords } from "./count-words.ts";
import { createDemoModel } from "./demo-model.ts";

const systemPrompt = "You are Apollo, who reads code.\n\nAnswer format:\n- Begin with the verdict.";
const prompt = (
  content: string,
  { earlier = [], context }: { earlier?: EarlierMessage[]; context?: PipelineContext } = {},
): ChatMessage[] => composePrompt({ systemPrompt, earlier, content, self: "apollo-ai", ...(context && { context }) });

const request = (messages: readonly ChatMessage[], maxTokens: number | null = null) => ({
  model: "demo",
  messages,
  temperature: null,
  maxTokens,
  contextWindow: null,
});
const model = createDemoModel({ delayMs: 0, clock: new ManualClock() });

async function deltasOf(messages: readonly ChatMessage[], maxTokens: number | null = null): Promise<ChatDelta[]> {
  const deltas: ChatDelta[] = [];
  for await (const delta of model.chat(request(messages, maxTokens), new AbortController().signal)) deltas.push(delta);
  return deltas;
}
const textOf = (deltas: readonly ChatDelta[]): string =>
  deltas.map((delta) => (delta.type === "content" ? delta.text : "")).join("");
const answer = async (...args: Parameters<typeof prompt>): Promise<string> => textOf(await deltasOf(prompt(...args)));

const halfPair = /\p{Surrogate}/u;
const user = (content: string): EarlierMessage => ({ role: "user", content });
const reply = (content: string, specialistId: string | null = null): EarlierMessage => ({
  role: "assistant",
  content,
  specialistId,
});

describe("what the demo says", () => {
  test("it begins by saying that it is a demo and ends with the way to real answers", async () => {
    const text = await answer("Hello!");
    expect(text).toMatch(/^This is Tekton's demo provider, not a language model: /);
    expect(text.split("\n").at(-1)).toMatch(/^For real answers, start Ollama/);
  });

  test("it offers one model and has no address", async () => {
    expect(model.name).toBe("demo");
    expect(model.url).toBeNull();
    expect((await model.models(new AbortController().signal)).map((m) => m.name)).toEqual(["demo"]);
  });

  test("the same messages get the same answer, other roles another", async () => {
    expect(await answer("Hello!")).toBe(await answer("Hello!"));
    const other = textOf(
      await deltasOf(composePrompt({ systemPrompt: "You are Numa.", earlier: [], content: "Hello!", self: "n" })),
    );
    expect(other).toContain("**Role:** Numa.");
    expect(await answer("Hello!")).toContain("**Role:** Apollo, who reads code.");
    expect(await answer("Hello!")).toContain("Apollo would begin with: “Begin with the verdict.”");
  });

  test("it reflects the message", async () => {
    expect(await answer("Why is the sky so blue today, and not green?")).toContain(
      "has 10 words and begins “Why is the sky so blue today, and…”",
    );
  });

  test("it counts the messages it was given", async () => {
    expect(await answer("c")).toContain("no earlier message before");
    expect(await answer("c", { earlier: [user("a"), reply("b")] })).toContain("2 earlier messages before");
  });

  test("it knows the stage, the specialist, the response and the hints before it", async () => {
    const context = {
      pipeline_stage: 3,
      previous_specialist: "athena-ai",
      previous_response: "Cache it.\nThen measure.",
      memory_hints: ["budget is 100", "ship on Friday"],
    };
    const text = await answer("Go on.", { context });
    expect(text).toContain("stage 3; after athena-ai; its response has 2 lines and begins “Cache it. Then measure.”");
    expect(text).toContain("2 memory hints: “budget is 100”, “ship on Friday”");
    expect(text).toContain("has 2 words and begins “Go on.”");
  });

  test("it names the colleagues it was quoted, and takes only the request for the message", async () => {
    const text = await answer("And you?", { earlier: [user("Look."), reply("Hm.\n\nWell.", "athena-ai")] });
    expect(text).toContain("**Colleagues quoted:** athena-ai");
    expect(text).toContain("has 2 words and begins “And you?”");
  });
});

describe("what the demo remembers", () => {
  test("it recalls what the user said earlier, the later statement first", async () => {
    const earlier = [
      user("My name is Ann."),
      reply("Hello, my name is Bob."),
      user("No, my name is Casey."),
      reply("Ok."),
    ];
    expect(await answer("What is my name?", { earlier })).toContain("You told me your name: **Casey**.");
  });

  test("without having been told it says so", async () => {
    expect(await answer("What is my name?")).toContain("You have not told me your name");
  });

  test("nothing that others wrote counts as said by the user", async () => {
    const claim = "My name is Mallory.";
    const context = { previous_response: claim, memory_hints: [claim], previous_specialist: "x" };
    const earlier = [user("Hi"), reply(claim), user("Well?"), reply(claim, "athena-ai")];
    expect(await answer("What is my name?", { earlier, context })).toContain("You have not told me your name");
    expect(await answer(`\`\`\`\n${claim}\n\`\`\`\nWhat is my name?`)).not.toContain("Mallory");
  });

  test("what it is told now it notes", async () => {
    expect(await answer("My name is Casey.")).toContain("Noted from this message: name: **Casey**");
  });
});

describe("what the demo says about code", () => {
  test("it counts and names what is there", async () => {
    const text = await answer("Review:\n```python\ndef f(x):\n    return x  # TODO\n```");
    expect(text).toContain("Language: Python; 2 lines, 2 of them not blank.");
    expect(text).toContain("Functions: 1 (`f`)");
    expect(text).toContain("TODO or FIXME: 1, on line 2.");
  });

  test("of several blocks it says which one it counted", async () => {
    expect(await answer("```\na\n```\n```\nb\n```")).toContain("The first of the 2 code blocks you pasted:");
  });
});

describe("how the demo streams", () => {
  test("it accepts, gives one word a delta, and ends with counts of its own", async () => {
    const messages = prompt("Hello there!");
    const deltas = await deltasOf(messages);
    expect(deltas[0]).toEqual({ type: "accepted" });
    const words = deltas.slice(1, -1);
    for (const delta of words) expect(delta.type === "content" && delta.text).toMatch(/^\S+\s*$/);
    expect(deltas.at(-1)).toEqual({
      type: "end",
      finishReason: "stop",
      promptTokens: messages.reduce((sum, message) => sum + countWords(message.content), 0),
      completionTokens: words.length,
      providerMs: 0,
      warnings: [],
    });
  });

  test("it stops at the limit of tokens and says so, and not when the limit is just enough", async () => {
    const messages = prompt("Hello there!");
    const whole = (await deltasOf(messages)).length - 2;
    expect((await deltasOf(messages, 5)).at(-1)).toMatchObject({ finishReason: "length", completionTokens: 5 });
    expect((await deltasOf(messages, whole)).at(-1)).toMatchObject({ finishReason: "stop", completionTokens: whole });
  });

  test("every answer is whole text of 60 to 200 words, whatever it is about", async () => {
    const pieces = fc.constantFrom(
      ..."What is my name? |My name is A B C D E. |Remember that x y z w v u t s r q p o n m l k. |what is my favourite long thing? |\n```py\ndef a_rather_long_name(): pass # TODO\nclass X: pass\n```\n|\u{1f600}\u{1f469}\u200d\u{1f4bb}|word |\n|const x = 1;\n|> quoted\n|**|what did i ask you to remember? |where do I live? ".split(
        "|",
      ),
    );
    const text = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, text, fc.array(text, { maxLength: 3 }), async (content, response, hints) => {
        const context = {
          pipeline_stage: 1,
          previous_specialist: "a-ai, b-ai",
          previous_response: response,
          memory_hints: hints,
        };
        const said = await answer(content, {
          earlier: [user(response), reply(content, "b-ai"), user(content)],
          context,
        });
        expect(countWords(said)).toBeGreaterThanOrEqual(60);
        expect(countWords(said)).toBeLessThanOrEqual(200);
        expect(said).not.toMatch(halfPair);
      }),
    );
  });

  test("half a surrogate pair never leaves it, even when a word is cut", async () => {
    for (const length of [79, 80, 81]) expect(await answer(`a${"😀".repeat(length)}`)).not.toMatch(halfPair);
  });

  test("a message of the greatest size, of any shape, is answered", async () => {
    for (const piece of [
      "> \n",
      "```\n",
      "a-ai said:\n> b\n",
      "my a is ",
      "\n \n",
      "()",
      "x;\n",
      "and my ",
      '"""',
      "  ",
      "/*\n",
    ])
      expect(await answer(piece.repeat(500_000 / piece.length))).toMatch(/^This is/);
  });

  test("without any message it still answers", async () => {
    expect(textOf(await deltasOf([]))).toContain("**Role:** none given");
  });
});

describe("the pace and the stop", () => {
  test("the delay passes between tokens, on the clock", async () => {
    const clock = new ManualClock();
    const deltas: ChatDelta[] = [];
    const done = (async () => {
      const slow = createDemoModel({ delayMs: 40, clock });
      for await (const delta of slow.chat(request(prompt("Hi"), 4), new AbortController().signal)) deltas.push(delta);
    })();
    await clock.advance(0);
    expect(deltas).toHaveLength(2);
    await clock.advance(39);
    expect(deltas).toHaveLength(2);
    await clock.advance(1);
    expect(deltas).toHaveLength(3);
    await clock.advance(80);
    await done;
    expect(deltas.at(-1)).toMatchObject({ type: "end", finishReason: "length", providerMs: 120 });
    expect(clock.pending).toBe(0);
  });

  test("an abort between tokens ends it at once with the signal's reason, and leaves no timer", async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const reason = new Error("stop");
    const stream = createDemoModel({ delayMs: 1000, clock }).chat(request(prompt("Hi")), controller.signal);
    const ended = expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toBe(reason);
    await clock.advance(2500);
    controller.abort(reason);
    await ended;
    expect(clock.pending).toBe(0);
  });

  test("an abort between two reads, or before the first, is heard at the next", async () => {
    const controller = new AbortController();
    const stream = model.chat(request(prompt("Hi")), controller.signal)[Symbol.asyncIterator]();
    await stream.next();
    await stream.next();
    controller.abort("enough");
    await expect(stream.next()).rejects.toBe("enough");
    await expect(model.chat(request([]), controller.signal)[Symbol.asyncIterator]().next()).rejects.toBe("enough");
    await expect(model.models(controller.signal)).rejects.toBe("enough");
  });
});
