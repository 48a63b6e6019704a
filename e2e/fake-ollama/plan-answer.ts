/**
 * Turns a script and a request into everything that will be written and when. Pure, so that playing
 * it is only timers and sockets.
 */
import type { Answer, Frame } from "./answer.ts";
import { answerTokens } from "./answer-tokens.ts";
import type { Asked } from "./asked.ts";
import { goJson } from "./go-json.ts";
import type { Script } from "./script.ts";
import { scriptCut } from "./script-cut.ts";
import { splitFrames } from "./split-frames.ts";

export type AnswerKind = "chat" | "generate";

const json = "application/json; charset=utf-8";

interface Part {
  readonly thinking?: string;
  readonly content: string;
}

/** Nothing on a real machine takes no time, and a zero would be left out. */
const nanoseconds = (ms: number): number => Math.max(1000, Math.round(ms * 1e6));

const refusal = (status: number, error: string, atMs: number): Answer => ({
  status,
  contentType: json,
  streamed: false,
  frames: [{ atMs, data: goJson({ error }) }],
  ending: "end",
  apart: false,
});

/** Writes the lines of one answer; by hand, because a benchmark's upstream must cost next to nothing. */
const lineWriter = (kind: AnswerKind, model: string, startedAt: number) => {
  const head = `{"model":${goJson(model)},"created_at":"`;
  const stamps = new Map<number, string>();
  const stamp = (ms: number): string => {
    const known = stamps.get(ms);
    if (known) return known;
    const iso = new Date(startedAt + ms).toISOString();
    stamps.set(ms, iso);
    return iso;
  };
  return (ms: number, { thinking, content }: Part, end = `"done":false`): string => {
    const thought = thinking ? `,"thinking":${goJson(thinking)}` : "";
    const said =
      kind === "chat"
        ? `"message":{"role":"assistant","content":${goJson(content)}${thought}}`
        : `"response":${goJson(content)}${thought}`;
    return `${head}${stamp(ms)}",${said},${end}}`;
  };
};

const metrics = (script: Script, asked: Asked, sent: number, tokenMs: number) => {
  const characters = asked.prompt.length + asked.messages.reduce((sum, { content }) => sum + content.length + 16, 0);
  const estimate = Math.min(Math.ceil(characters / 4), asked.options.num_ctx ?? Number.POSITIVE_INFINITY);
  const promptEvalCount = script.promptEvalCount === undefined ? estimate : script.promptEvalCount;
  const evalCount = script.evalCount === undefined ? sent : script.evalCount;
  const load = nanoseconds(script.loadMs ?? 0);
  const prefill = nanoseconds(script.firstTokenMs ?? 0);
  const generation = nanoseconds(tokenMs * sent);
  return {
    total_duration: load + prefill + generation,
    load_duration: load,
    ...(promptEvalCount && { prompt_eval_count: promptEvalCount, prompt_eval_duration: prefill }),
    ...(evalCount && { eval_count: evalCount, eval_duration: generation }),
  };
};

/** @param startedAt epoch ms, for `created_at` */
export const planAnswer = (kind: AnswerKind, asked: Asked, script: Script, startedAt: number): Answer => {
  const startMs = (script.loadMs ?? 0) + (script.firstTokenMs ?? 0);
  if (script.status !== undefined) return refusal(script.status, script.error ?? "internal error", startMs);

  const tokenMs = script.tokenMs ?? (script.tokensPerSecond ? 1000 / script.tokensPerSecond : 0);
  const thinking = asked.think === false ? [] : (script.thinking ?? []);
  const all: Part[] = [
    ...thinking.map((text) => ({ thinking: text, content: "" })),
    ...answerTokens(script, asked).map((content) => ({ content })),
  ];
  const limit = asked.options.num_predict ?? -1;
  const parts = limit >= 0 && limit < all.length ? all.slice(0, limit) : all;

  const { errorAfter, garbageAfter } = script;
  const { cut, ending } = scriptCut(script);
  const sent = cut ? parts.slice(0, cut.tokens) : parts;
  const atMs = (index: number): number => startMs + index * tokenMs;
  const endMs = atMs(sent.length);
  const last = goJson({
    done: true,
    done_reason: script.doneReason ?? (parts.length < all.length ? "length" : "stop"),
    ...metrics(script, asked, sent.length, tokenMs),
  }).slice(1, -1);
  const line = lineWriter(kind, asked.model, startedAt);

  if (!asked.stream) {
    if (errorAfter) return refusal(500, errorAfter.message, endMs);
    const whole = {
      thinking: sent.map((part) => part.thinking ?? "").join(""),
      content: sent.map((part) => part.content).join(""),
    };
    const data = garbageAfter?.line ?? line(endMs, whole, last);
    return {
      status: 200,
      contentType: json,
      streamed: false,
      frames: cut ? [] : [{ atMs: endMs, data }],
      ending,
      apart: false,
    };
  }

  const newline = script.crlf ? "\r\n" : "\n";
  const frames: Frame[] = sent.map((part, index) => ({
    atMs: atMs(index),
    data: line(atMs(index), part) + newline,
  }));
  const add = (text: string): number => frames.push({ atMs: endMs, data: text + newline });
  if (script.longLineBytes && !cut) add(line(endMs, { content: "x".repeat(script.longLineBytes) }));
  if (errorAfter) add(goJson({ error: errorAfter.message }));
  if (!cut) add(line(endMs, { content: "" }, last));
  if (garbageAfter && !cut) {
    const at = Math.min(garbageAfter.tokens, sent.length);
    frames.splice(at, 0, { atMs: atMs(at), data: garbageAfter.line + newline });
  }
  return { status: 200, contentType: "application/x-ndjson", streamed: true, ending, ...splitFrames(frames, script) };
};
