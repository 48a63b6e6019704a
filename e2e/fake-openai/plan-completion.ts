/** The chunks an OpenAI-compatible server streams for a script; pure, played as the fake Ollama's answers are. */
import type { Answer, Frame } from "#e2e/fake-ollama/answer.ts";
import { answerTokens } from "#e2e/fake-ollama/answer-tokens.ts";
import type { Asked } from "#e2e/fake-ollama/asked.ts";
import type { Script } from "#e2e/fake-ollama/script.ts";
import { scriptCut } from "#e2e/fake-ollama/script-cut.ts";
import { splitFrames } from "#e2e/fake-ollama/split-frames.ts";

/** @param includeUsage as `stream_options` of the request says */
export const planCompletion = (asked: Asked, script: Script, includeUsage: boolean): Answer => {
  const startMs = (script.loadMs ?? 0) + (script.firstTokenMs ?? 0);
  if (script.status !== undefined) {
    const data = JSON.stringify({ error: { message: script.error ?? "internal error", type: "error", code: null } });
    const frames = [{ atMs: startMs, data }];
    const contentType = "application/json";
    return { status: script.status, contentType, streamed: false, frames, ending: "end", apart: false };
  }

  const newline = script.crlf ? "\r\n" : "\n";
  const event = (data: string): string => `data: ${data}${newline}${newline}`;
  const chunk = (choices: object[], more: object = {}): string =>
    event(
      JSON.stringify({
        id: "chatcmpl-1",
        object: "chat.completion.chunk",
        created: 1_767_225_600,
        model: asked.model,
        choices,
        ...more,
      }),
    );
  const delta = (part: object, finish: string | null = null): string =>
    chunk([{ index: 0, delta: part, finish_reason: finish }]);

  const deltas = [
    ...(script.thinking ?? []).map((text) => ({ reasoning_content: text })),
    ...answerTokens(script, asked).map((content) => ({ content })),
  ];
  const { cut, ending } = scriptCut(script);
  const sent = cut ? deltas.slice(0, cut.tokens) : deltas;
  const tokenMs = script.tokenMs ?? (script.tokensPerSecond ? 1000 / script.tokensPerSecond : 0);
  const frames: Frame[] = sent.map((part, index) => ({ atMs: startMs + index * tokenMs, data: delta(part) }));
  const add = (data: string): number => frames.push({ atMs: startMs + sent.length * tokenMs, data });
  if (script.longLineBytes && !cut) add(delta({ content: "x".repeat(script.longLineBytes) }));
  if (script.errorAfter) add(event(JSON.stringify({ error: { message: script.errorAfter.message, type: "error" } })));
  if (!cut) {
    add(delta({}, script.doneReason ?? "stop"));
    const usage = { prompt_tokens: script.promptEvalCount ?? 7, completion_tokens: script.evalCount ?? sent.length };
    if (includeUsage && script.promptEvalCount !== null) add(chunk([], { usage }));
    add(event("[DONE]"));
  }
  if (script.garbageAfter && !cut) {
    const at = Math.min(script.garbageAfter.tokens, sent.length);
    frames.splice(at, 0, { atMs: startMs + at * tokenMs, data: event(script.garbageAfter.line) });
  }
  return { status: 200, contentType: "text/event-stream", streamed: true, ending, ...splitFrames(frames, script) };
};
