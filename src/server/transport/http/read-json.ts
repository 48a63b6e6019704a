/** Reads a JSON body within its bounds: type, size, encoding, syntax; each refusal says which. */
import type { IncomingMessage } from "node:http";
import { limits } from "#contract/limits.ts";
import { AppError } from "#server/kernel/app-error.ts";

const tooLarge = () =>
  new AppError("PAYLOAD_TOO_LARGE", `The body is over ${limits.bodyBytes} bytes, the most this hub takes.`, {
    limit_bytes: limits.bodyBytes,
  });

const drainedBytes = 16 * limits.bodyBytes;

/** @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const type = req.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body as JSON, with Content-Type: application/json.");
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A little too much is read to its end and dropped: a client that is still writing would see a broken
  // connection instead of the answer.
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= limits.bodyBytes) chunks.push(chunk);
    else if (bytes > drainedBytes) throw tooLarge();
  }
  if (bytes > limits.bodyBytes) throw tooLarge();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid UTF-8.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid JSON.");
  }
}
