/** Pulling by Ollama: its lines of progress, until the one that says "success". */
import { z } from "zod";
import type { PullStep } from "./chat-model.ts";
import { openOllamaCall } from "./ollama-call.ts";
import type { LastLine } from "./ollama-lines.ts";
import type { Outbound } from "./outbound.ts";
import { outboundFailure } from "./outbound-failure.ts";

/**
 * While it loads, Ollama sends a line many times a second, even when nothing comes from its registry;
 * while it checks the sum of a large layer it is silent for as long as the disk takes. There is no
 * limit to the whole, in time or in bytes of progress: it may run for days on a slow line.
 */
const limits = {
  deadlines: { firstByteMs: 5 * 60_000, idleMs: 30 * 60_000, totalMs: Number.POSITIVE_INFINITY },
  maxBytes: Number.POSITIVE_INFINITY,
};

const success: LastLine = {
  is: (line) => line.status === "success",
  missing: "broke off the pull before it was complete. Pull again: it goes on from what it has.",
};

const bytes = z.number().nonnegative();
/** Ollama leaves out a zero. */
const line = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: bytes.optional(),
  completed: bytes.default(0),
});

/** Throws as `ChatModel.pull` does; leaving it closes the socket, which ends the pull at Ollama too. */
export async function* ollamaPull(outbound: Outbound, model: string, signal: AbortSignal): AsyncGenerator<PullStep> {
  const { fault } = outbound;
  const call = openOllamaCall(outbound, { model, signal, lastLine: success, limits });
  try {
    for await (const part of await call.client.pull({ model, stream: true })) {
      signal.throwIfAborted();
      const { status, digest, total, completed } = line.parse(part);
      const layer = digest !== undefined && total !== undefined ? { digest, total, completed } : null;
      yield { status: fault.quote(status), ...(layer ?? { digest: null, total: null, completed: null }) };
    }
  } catch (error) {
    throw outboundFailure(error, signal, fault);
  } finally {
    call.end();
  }
}
