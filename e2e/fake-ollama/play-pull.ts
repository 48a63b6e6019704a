/**
 * Streams the lines of a pull, as a script says: `tokenMs` between two of them, and the faults, whose
 * `tokens` count lines. The model is on the shelf before the line that says so.
 */
import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { goJson } from "./go-json.ts";
import { pullProgress } from "./pull-progress.ts";
import { readerLeft } from "./reader-left.ts";
import type { Script } from "./script.ts";
import { scriptCut } from "./script-cut.ts";

export interface Pulled {
  readonly model: string;
  readonly script: Script;
  /** Called when all of it is there. */
  readonly onComplete: () => void;
}

/** Resolves when it has said all it has to say; whether the reader left before that. */
export const playPull = async (response: ServerResponse, pulled: Pulled): Promise<{ aborted: boolean }> => {
  const { model, script, onComplete } = pulled;
  const { cut, ending } = scriptCut(script);
  const all = pullProgress(model);
  const lines = cut ? all.slice(0, cut.tokens) : all;
  if (script.errorAfter) lines.push({ error: script.errorAfter.message });
  const waitMs = script.tokenMs ?? (script.tokensPerSecond ? 1000 / script.tokensPerSecond : 0);
  const signal = readerLeft(response);
  response.setHeader("Content-Type", "application/x-ndjson");
  try {
    for (const [i, line] of lines.entries()) {
      if (i > 0 && waitMs > 0) await pause(waitMs, undefined, { signal });
      if (line === all.at(-1)) onComplete();
      response.write(`${goJson(line)}\n`);
    }
    if (ending === "stall") await pause(2 ** 31 - 1, undefined, { signal, ref: false });
  } catch {
    return { aborted: true };
  }
  if (ending === "end") response.end();
  // What was written goes out first: it is corked until this turn of the loop is over.
  else setImmediate(() => response.socket?.destroy());
  return { aborted: false };
};
