/** What an error answer of a provider says: `{"error": "…"}` as Ollama, `{"error": {"message": "…"}}` as OpenAI. */
import { z } from "zod";
import type { OutboundResponse } from "./outbound-exchange.ts";

const maxBytes = 64 * 1024;
const said = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

/** Empty when it says nothing readable. Throws what the response throws. Closes it. */
export const outboundSaid = async (response: OutboundResponse): Promise<string> => {
  try {
    const parsed = said.parse(JSON.parse(await response.text(maxBytes)));
    return typeof parsed.error === "string" ? parsed.error : parsed.error.message;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return "";
    throw error;
  } finally {
    response.close();
  }
};
