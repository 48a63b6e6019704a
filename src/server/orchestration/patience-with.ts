import type { Orchestration } from "#contract/orchestration.ts";
import type { Patience } from "#server/runs/plan-run.ts";

/** How long and how often the settings let one specialist be asked. */
export function patienceWith(
  { timeout_settings: timeouts, retry_policy: retry }: Orchestration,
  specialistId: string,
): Patience {
  const ms = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
  const own = Object.hasOwn(timeouts.per_specialist, specialistId) ? timeouts.per_specialist[specialistId] : undefined;
  return {
    firstTokenMs: ms(timeouts.first_token),
    totalMs: ms(own ?? timeouts.default),
    maxAttempts: retry.enabled ? retry.max_attempts : 1,
    backoffMs: retry.backoff_ms,
  };
}
