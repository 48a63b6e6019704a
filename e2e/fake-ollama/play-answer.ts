/**
 * Writes a planned answer to a response: on an absolute schedule, so that lateness does not add up,
 * no faster than the reader reads, and not a timer more once the reader is gone.
 *
 * Headers leave with the first line, as Ollama's do.
 */
import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";

/** @param onEnd called once when the exchange is over; `aborted`: the other side closed before we had ended */
export const playAnswer = (answer: Answer, response: ServerResponse, onEnd: (aborted: boolean) => void): void => {
  const { frames, ending, streamed, contentType, apart } = answer;
  const startedAt = performance.now();
  let next = 0;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;

  response.statusCode = answer.status;
  response.setHeader("Content-Type", contentType);
  response.once("close", () => {
    clearTimeout(timer);
    clearImmediate(immediate);
    onEnd(!ended);
  });

  const finish = (): void => {
    if (ending === "stall") return;
    ended = true;
    if (ending === "end") response.end();
    // What was written goes out first: it is corked until this turn of the loop is over.
    else setImmediate(() => response.socket?.destroy());
  };

  const step = (): void => {
    for (;;) {
      const frame = frames[next];
      if (response.destroyed) return;
      if (!frame) {
        finish();
        return;
      }
      const waitMs = frame.atMs === 0 ? 0 : startedAt + frame.atMs - performance.now();
      if (waitMs > 0) {
        timer = setTimeout(step, waitMs);
        return;
      }
      next += 1;
      if (!streamed) {
        ended = true;
        response.end(frame.data);
        return;
      }
      if (!response.write(frame.data)) {
        response.once("drain", step);
        return;
      }
      if (apart) {
        immediate = setImmediate(step);
        return;
      }
    }
  };
  step();
};
