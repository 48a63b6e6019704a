/** Reads a JSON body within its bounds: type, size, encoding, syntax; each refusal says which. */
import type { IncomingMessage } from "node:http";
import { limits } from "#contract/limits.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { requireJsonType } from "./require-json-type.ts";

const tooLarge = (limit: number) =>
  new AppError("PAYLOAD_TOO_LARGE", `The body is over ${limit} bytes, the most this address takes.`, {
    limit_bytes: limit,
  });

/** Of a body that is too large, the bytes that are still read. */
const drainedBytes = 16 * limits.bodyBytes;

/** @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, BAD_REQUEST */
export async function readJson(req: IncomingMessage, limit: number = limits.bodyBytes): Promise<unknown> {
  requireJsonType(req);
  const body = await readBytes(req, limit);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid UTF-8.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not valid JSON.");
  }
}

async function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop must not close the connection: the refusal is still to be sent on it.
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      // A little too much is read to its end and dropped: a client that is still writing would see a
      // broken connection instead of the answer.
      else if (bytes > drainedBytes) break;
    }
  } catch (error) {
    throw new AppError("BAD_REQUEST", "The body did not arrive whole. Send it again.", undefined, error);
  }
  if (bytes > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}
