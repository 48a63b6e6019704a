/** The product's targets for sessions, and whether the figures meet them. */

import type { OperationTimes, SessionTimes } from "./measure-session-times.ts";
import type { SessionFigures } from "./measure-sessions.ts";
import type { Verdict } from "./report.ts";
import type { OperationName } from "./session-operations.ts";

const p99Ms: Partial<Record<OperationName, number>> = { create: 10, read: 5, append: 10 };
/** The fuller database's p99 of the other's. */
const growth = 2;
const mbEach = 1;
const recoveryMs = 1000;

export function judgeSessions({ times, memory, recovery }: SessionFigures): Verdict[] {
  const { drops, fromDrop, lost, twice } = recovery;
  const memoryVerdict = (doing: string, mb: number): Verdict => ({
    property: `memory of a session ${doing}`,
    target: `under ${mbEach} MiB`,
    measured: `${mb.toFixed(2)} MiB`,
    passes: mb < mbEach,
  });
  return [
    ...times.flatMap(judgeTimes),
    ...(memory
      ? [
          memoryVerdict(`that was used, of ${memory.used.sessions}`, memory.used.mbEach),
          memoryVerdict(`that is being answered, of ${memory.answering.sessions}`, memory.answering.mbEach),
        ]
      : []),
    {
      property: `recovery of a dropped stream, from the drop, p99 of ${drops}`,
      target: `under ${recoveryMs} ms`,
      measured: `${fromDrop.p99.toFixed(0)} ms`,
      passes: fromDrop.p99 < recoveryMs,
    },
    {
      property: `events lost and events that came twice, ${drops} drops`,
      target: "0 and 0",
      measured: `${lost} and ${twice}`,
      passes: lost === 0 && twice === 0,
    },
  ];
}

function judgeTimes({ atOnce, hubs: [small, full] }: SessionTimes): Verdict[] {
  if (!small || !full) return [];
  return small.operations.flatMap(({ operation, p99 }): Verdict[] => {
    const limit = p99Ms[operation];
    const fullP99 = full.operations.find((of: OperationTimes) => of.operation === operation)?.p99 ?? Number.NaN;
    if (limit === undefined) return [];
    const property = `session ${operation}, p99, ${atOnce === 1 ? "one at a time" : `${atOnce} at once`}`;
    const ratio = fullP99 / p99;
    return [
      {
        property: `${property}, ${small.messages.toLocaleString("en")} messages`,
        target: `under ${limit} ms`,
        measured: `${p99.toFixed(1)} ms`,
        passes: p99 < limit,
      },
      {
        property: `${property}, ${full.messages.toLocaleString("en")} messages of that`,
        target: `under ${growth} ×`,
        measured: `${ratio.toFixed(2)} ×`,
        passes: ratio < growth,
      },
    ];
  });
}
