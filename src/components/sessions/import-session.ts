/** Brings an exported conversation into the hub. */
import { failureOf } from "#components/api/failure-of.ts";
import { limits } from "#contract/limits.ts";
import type { SessionView } from "#contract/session.ts";

/** The new session; otherwise throws an Error whose message tells a person what is wrong with the file. */
export async function importSession(file: File): Promise<SessionView> {
  if (file.size > limits.importBytes) {
    throw new Error(
      `${file.name} is too large: a conversation's file has at most ${limits.importBytes / 1024 ** 2} MiB.`,
    );
  }
  const text = await file.text();
  try {
    JSON.parse(text);
  } catch {
    throw new Error(`${file.name} is not a JSON file. Choose one that was exported as JSON.`);
  }
  const response = await fetch("/api/v2/sessions/import", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
  }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response?.ok) return body as SessionView;
  const { code, message } = failureOf(response && { meta: { response, responseJSON: body } });
  if (code === "BAD_REQUEST") throw new Error(`${file.name} is not like an exported conversation. ${message}`);
  throw new Error(`${file.name} was not imported. ${message}`);
}
