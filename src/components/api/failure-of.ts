import type { ErrorBody } from "#contract/errors.ts";

type HubError = ErrorBody["error"];

export interface Failure {
  /** Null when the hub did not answer at all. */
  readonly code: HubError["code"] | null;
  /** For people. */
  readonly message: string;
  readonly requestId: string | null;
}

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

/** What to tell a person about anything a call to the hub threw. */
export function failureOf(error: unknown): Failure {
  // A procedure's own failure, or the refusal of the door in front of all procedures.
  const refusal = field(field(field(error, "meta"), "responseJSON"), "error");
  for (const found of [field(field(error, "data"), "app"), refusal]) {
    const [code, message, id] = [field(found, "code"), field(found, "message"), field(found, "request_id")];
    if (typeof code !== "string" || typeof message !== "string") continue;
    return { code: code as HubError["code"], message, requestId: typeof id === "string" ? id : null };
  }
  if (field(field(error, "meta"), "response")) {
    return { code: "INTERNAL", message: "The hub could not answer that. Its log says more.", requestId: null };
  }
  return { code: null, message: "The hub does not answer. Is it still running?", requestId: null };
}
