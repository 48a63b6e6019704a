/**
 * What the fake Ollama does with one request, as plain data: it can be written in a test, read from
 * a JSON file or posted to `/_fake/scripts`.
 *
 * Every field is optional; `{}` answers at once with the default text. At most one fault
 * (`errorAfter`, `endAfter`, `resetAfter`, `garbageAfter`, `stallAfter`) takes effect, the first in
 * that order. `tokens` of a fault counts the lines sent before it, thinking included.
 */
import { z } from "zod";

const count = z.number().int().nonnegative();
const ms = z.number().nonnegative();
const after = z.strictObject({ tokens: count });

export const script = z.strictObject({
  /** The answer, a line of the stream for each. */
  tokens: z.array(z.string()).optional(),
  /** The answer as one text, cut by `split`; `tokens` wins. */
  text: z.string().optional(),
  /** "word" keeps leading white space with its word; a number is code points to a token. */
  split: z.union([z.literal("word"), z.number().int().positive()]).optional(),
  /** Answers with the last user message. */
  echo: z.boolean().optional(),
  /** Sent before the answer, as `message.thinking`; left out when the request says `think: false`. */
  thinking: z.array(z.string()).optional(),

  /** Time before prefill, as for a cold model. */
  loadMs: ms.optional(),
  /** Time of prefill; headers leave with the first line, after load and prefill. */
  firstTokenMs: ms.optional(),
  tokenMs: ms.optional(),
  /** Another way to say `tokenMs`, which wins. */
  tokensPerSecond: z.number().positive().optional(),

  /** Refuses before the stream, with `error` as the message. */
  status: z.number().int().min(400).max(599).optional(),
  error: z.string().optional(),
  /** An `{"error"}` line under 200, then the end. */
  errorAfter: z.strictObject({ tokens: count, message: z.string() }).optional(),
  /** The end of the body without a line that says `done`. */
  endAfter: after.optional(),
  /** The socket is destroyed. */
  resetAfter: after.optional(),
  /** A line that is whatever you say, then the rest of the answer. */
  garbageAfter: z.strictObject({ tokens: count, line: z.string() }).optional(),
  /** Never another byte, and no end. */
  stallAfter: after.optional(),

  /** Default "stop", or "length" when the request's `num_predict` cut the answer. */
  doneReason: z.string().optional(),
  /** null (or 0) leaves it out, as Ollama does for a cached prompt. Default: an estimate, at most `num_ctx`. */
  promptEvalCount: count.nullable().optional(),
  /** null (or 0) leaves it out. Default: the tokens sent. */
  evalCount: count.nullable().optional(),

  /** Writes the body in two pieces, cut at this byte, or a byte at a time. */
  byteSplit: z.union([count, z.literal("every")]).optional(),
  /** Ends lines with CR LF. */
  crlf: z.boolean().optional(),
  /** One more line of content, at least this many bytes long, before the last. */
  longLineBytes: count.optional(),
});
export type Script = z.infer<typeof script>;
