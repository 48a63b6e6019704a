/** What an answer of Ollama's that is not a 200 means, whatever was asked of it. */
import type { AppError } from "#server/kernel/app-error.ts";
import type { OutboundResponse } from "./outbound-exchange.ts";
import type { OutboundFault } from "./outbound-fault.ts";
import { outboundSaid } from "./outbound-said.ts";

/** AI_UNAVAILABLE, or BAD_REQUEST for a 400. Closes the response; throws what it throws. */
export const ollamaRefusal = async (
  response: OutboundResponse,
  model: string,
  fault: OutboundFault,
): Promise<AppError> => {
  const { status } = response;
  const said = fault.quote(await outboundSaid(response));
  if (status === 404)
    return fault.unavailable(`does not have the model "${model}". Pull it with: ollama pull ${model}`, {
      status,
      model,
    });
  if (status === 400) return fault.badRequest(said || "it did not say why");
  if (status === 503) return fault.unavailable(`is busy: ${said || "try again later"}`, { status, model });
  return fault.unavailable(`answered with status ${status}${said && `: ${said}`}`, { status, model });
};
