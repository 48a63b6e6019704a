import fc from "fast-check";
import { expect, test } from "vitest";
import { OllamaLines } from "./ollama-lines.ts";
import type { OutboundResponse } from "./outbound-exchange.ts";
import { OutboundFault } from "./outbound-fault.ts";

const fault = new OutboundFault("ollama", "http://127.0.0.1:11434", []);

const responseOf = (pieces: readonly Buffer[]): OutboundResponse => {
  const left = [...pieces];
  return {
    status: 200,
    read: async () => left.shift() ?? null,
    text: async () => "",
    release() {},
    close() {},
  };
};

/** What got past, and the message of what was thrown. */
const passThrough = async (pieces: readonly Buffer[]) => {
  const lines = new OllamaLines(responseOf(pieces), fault);
  const passed: Buffer[] = [];
  try {
    for (let part = await lines.read(); !part.done; part = await lines.read()) {
      expect(part.value.at(-1)).toBe(0x0a);
      passed.push(Buffer.from(part.value));
    }
    return { text: Buffer.concat(passed).toString("utf8"), error: null };
  } catch (error) {
    return { text: Buffer.concat(passed).toString("utf8"), error: (error as Error).message };
  }
};

const say = (content: string): string => JSON.stringify({ message: { content }, done: false });
const done = JSON.stringify({ done: true });

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
};

test("however the bytes are cut, the same lines get past, whole", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme" })),
      fc.constantFrom("\n", "\r\n", "\n\n", "\n \r\n"),
      fc.array(fc.nat({ max: 5000 })),
      fc.boolean(),
      async (texts, newline, cuts, lastNewline) => {
        const all = [...texts.map(say), done];
        const bytes = Buffer.from(all.join(newline) + (lastNewline ? newline : ""));
        const { text, error } = await passThrough(cutAt(bytes, cuts));
        expect(error).toBeNull();
        expect(text.trimEnd().split(/\r?\n/)).toEqual(all);
      },
    ),
  );
});

test("no bytes whatever make it throw anything but AI_UNAVAILABLE, or let past what is not an object", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.json(), fc.string(), fc.constant(done))),
      fc.array(fc.nat({ max: 500 })),
      async (texts, cuts) => {
        const lines = new OllamaLines(responseOf(cutAt(Buffer.from(texts.join("\n")), cuts)), fault);
        try {
          for (let part = await lines.read(); !part.done; part = await lines.read())
            for (const line of Buffer.from(part.value).toString().trim().split("\n"))
              expect(JSON.parse(line)).toBeInstanceOf(Object);
        } catch (error) {
          expect(error).toMatchObject({ code: "AI_UNAVAILABLE" });
        }
      },
    ),
  );
});

test.each([
  ["what is not JSON", "<html>secret", "Ollama sent a line that is not JSON."],
  ["a number", "5", "Ollama sent a line that is not JSON."],
  ["an error line", '{"error":"runner\\nstopped"}', "Ollama stopped: runner stopped"],
  ["a long line", say("x".repeat(1024 * 1024)), "Ollama sent a line longer than the hub accepts."],
])("%s fails, after the lines before it got past", async (_name, bad, message) => {
  const bytes = Buffer.from(`${say("a")}\n${bad}\n${say("b")}\n${done}\n`);
  expect(await passThrough([bytes])).toEqual({ text: `${say("a")}\n`, error: message });
});

test("a line that only grows is given up at the limit", async () => {
  const piece = Buffer.alloc(64 * 1024, "x");
  const { error } = await passThrough(Array.from({ length: 17 }, () => piece));
  expect(error).toBe("Ollama sent a line longer than the hub accepts.");
});

test("an end without done fails, what follows done is not read", async () => {
  expect((await passThrough([Buffer.from(`${say("a")}\n`)])).error).toMatch(/without saying that it was done/);
  expect(await passThrough([Buffer.from(`${done}\nrubbish\n`)])).toEqual({ text: `${done}\n`, error: null });
});
