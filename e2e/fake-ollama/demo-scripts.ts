/** Scripts to look at: what `cli.ts` answers with, at the pace of a small local model. */
import type { Script } from "./script.ts";
import type { ScriptMatch } from "./script-book.ts";

const tokensPerSecond = 40;

const markdown = [
  "## A plan in three steps\n\n",
  "1. **Read** the log from the last good entry.\n",
  "2. Replay what came after it, *in order*.\n",
  "3. Compare the two states and report the difference.\n\n",
  "```ts\nfor (const event of log.after(cursor)) state = apply(state, event);\n```\n\n",
  "| step | cost |\n|---|---|\n| read | O(1) |\n| replay | O(n) |\n\n",
  "> Nothing here is lost when the connection drops: the cursor says where to go on.\n",
].join("");

const asksModel =
  (part: string): ScriptMatch =>
  (body) =>
    typeof body === "object" && body !== null && "model" in body && String(body.model).includes(part);

/** A pull has a body that names a model and asks it nothing. */
const isPull: ScriptMatch = (body) =>
  typeof body === "object" && body !== null && !["messages", "prompt", "input"].some((field) => field in body);

export const demoScripts: readonly { readonly match: ScriptMatch; readonly script: Script }[] = [
  {
    match: asksModel("deepseek-r1"),
    script: {
      thinking:
        "First, what is being asked? A choice between two ways. I weigh cost against clarity.".match(/\s*\S+/g) ?? [],
      text: "Take the clear way first. Measure it; make it fast only where the figure says so.",
      firstTokenMs: 400,
      tokensPerSecond,
    },
  },
  { match: isPull, script: { tokenMs: 500 } },
  { match: "slow", script: { loadMs: 3000, firstTokenMs: 1500, tokensPerSecond: 5 } },
  { match: "long", script: { text: markdown.repeat(20), firstTokenMs: 200, tokensPerSecond } },
  {
    match: "fail",
    script: { text: markdown, tokensPerSecond, errorAfter: { tokens: 12, message: "model runner has stopped" } },
  },
];

export const demoDefault: Script = { text: markdown, firstTokenMs: 200, tokensPerSecond };
