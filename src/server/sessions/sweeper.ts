/**
 * Removes what is long expired, and empties the bin. A few at a time, so that no write of a user waits
 * for a great deletion.
 */
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import type { SessionStore } from "./session-store.ts";

/** Until then an expired session can be brought back: 30 days. */
export const keptExpiredMs = 30 * 24 * 3600 * 1000;
/** Until then a deleted one can be taken out of the bin. */
export const keptDeletedMs = 10 * 60 * 1000;

const everyMs = 60_000;
const atOnce = 100;

interface Deps {
  readonly sessions: SessionStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** @returns how many sessions were removed */
export async function sweep({ sessions, clock }: Deps): Promise<number> {
  const now = clock.now();
  const before = { expiredAt: new Date(now - keptExpiredMs), deletedAt: new Date(now - keptDeletedMs) };
  const ids = await sessions.overdue({ ...before, limit: atOnce });
  for (const id of ids) await sessions.purge(id);
  return ids.length;
}

/** Sweeps now and every minute; the returned function stops it and waits for the sweep under way. */
export function startSweeper(deps: Deps): () => Promise<void> {
  let cancel = () => {};
  let stopped = false;
  let sweeping: Promise<void> = Promise.resolve();
  const run = () => {
    sweeping = sweep(deps)
      .then((count) => {
        if (count > 0) deps.log.info("sessions swept", { count });
        if (!stopped) cancel = deps.clock.after(count === atOnce ? 0 : everyMs, run);
      })
      .catch((error: unknown) => {
        deps.log.error("a sweep of sessions failed", error);
        if (!stopped) cancel = deps.clock.after(everyMs, run);
      });
  };
  run();
  return async () => {
    stopped = true;
    cancel();
    await sweeping;
  };
}
