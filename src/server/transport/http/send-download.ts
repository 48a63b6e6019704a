import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Call } from "./route.ts";

export interface Download {
  /** Plain ASCII without quotes. */
  readonly fileName: string;
  readonly contentType: string;
  readonly text: AsyncGenerator<string>;
}

/**
 * Answers with a file, as fast as the client takes it. What fails before the first piece is a status;
 * afterwards the connection breaks, so that half a file does not pass for a whole one.
 */
export async function sendDownload({ res, signal }: Call, { fileName, contentType, text }: Download): Promise<void> {
  const first = await text.next();
  res.writeHead(200, {
    "content-type": contentType,
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "no-store",
  });
  async function* all() {
    if (!first.done) yield first.value;
    yield* text;
  }
  try {
    await pipeline(Readable.from(all()), res, { signal });
  } catch (error) {
    // The client went away: nobody is left to tell.
    if (!signal.aborted) throw error;
  }
}
