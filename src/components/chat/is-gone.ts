import { failureOf } from "#components/api/failure-of.ts";

/** Whether the hub's answer is that there is no such conversation, or none any more. */
export function isGone(error: unknown): boolean {
  const { code } = failureOf(error);
  return code === "SESSION_NOT_FOUND" || code === "SESSION_EXPIRED" || code === "BAD_REQUEST";
}
