/** The rows of days, but for writing them, which goes with what they count (`run-store.ts`). */
import type { PrismaClient } from "#server/db/generated/client.ts";
import type { Clock } from "#server/kernel/clock.ts";
import type { Log } from "#server/kernel/log.ts";
import { dayOf, keptDays, type RunDay } from "./run-days.ts";

const everyMs = 24 * 3600 * 1000;

interface PackedDays extends Pick<RunDay, "specialistId" | "capability"> {
  /** JSON: for each day its numbers, in the order of the query. */
  readonly days: string;
}

function* unpack(pairs: readonly PackedDays[]): Generator<RunDay> {
  for (const { specialistId, capability, days } of pairs) {
    for (const numbers of JSON.parse(days) as number[][]) {
      const [day = 0, completed = 0, failed = 0, durationMs = 0, firstTokenMs = 0, firstTokens = 0, up = 0, down = 0] =
        numbers;
      yield { specialistId, capability, day, completed, failed, durationMs, firstTokenMs, firstTokens, up, down };
    }
  }
}

export class RunDaysStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly clock: Clock,
  ) {}

  /** All days that are kept. Of a large registry there are half a million: read as one list for each pair, not as rows. */
  async kept(): Promise<Iterable<RunDay>> {
    const after = dayOf(this.clock.now()) - keptDays;
    return unpack(
      await this.db.$queryRaw<PackedDays[]>`
        SELECT "specialistId", "capability", json_group_array(json_array(
          "day", "completed", "failed", "durationMs", "firstTokenMs", "firstTokens", "up", "down")) AS "days"
        FROM "RunDay" WHERE "day" > ${after} GROUP BY 1, 2`,
    );
  }

  /** Deletes the days that are not kept any more; returns how many rows that were. */
  async sweep(): Promise<number> {
    const past = await this.db.runDay.deleteMany({ where: { day: { lte: dayOf(this.clock.now()) - keptDays } } });
    return past.count;
  }
}

/** Sweeps now and once a day; the returned function stops it and waits for the sweep under way. */
export function startRunDaysSweeper({
  days,
  clock,
  log,
}: {
  readonly days: Pick<RunDaysStore, "sweep">;
  readonly clock: Clock;
  readonly log: Log;
}): () => Promise<void> {
  let cancel = () => {};
  let stopped = false;
  let sweeping: Promise<void> = Promise.resolve();
  const run = () => {
    sweeping = days
      .sweep()
      .then((count) => {
        if (count > 0) log.info("days of old figures swept", { count });
      })
      .catch((error: unknown) => log.error("a sweep of figures failed", error))
      .finally(() => {
        if (!stopped) cancel = clock.after(everyMs, run);
      });
  };
  run();
  return async () => {
    stopped = true;
    cancel();
    await sweeping;
  };
}
