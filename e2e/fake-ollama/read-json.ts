/** The JSON body of a request; undefined when it has none. Throws SyntaxError. */
import type { IncomingMessage } from "node:http";

export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
};
