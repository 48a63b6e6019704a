/** Answers a second with so many askers, each door against the bare proxy of the same round. */
import type { Door, DoorName } from "./door.ts";
import { keepAsking } from "./keep-asking.ts";
import { cpuMs } from "./process-usage.ts";
import { shuffled } from "./seeded-random.ts";
import type { Stage } from "./stage.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import { atOnce } from "./upstream-scripts.ts";

export interface ThroughputFigures {
  readonly streams: number;
  readonly doors: readonly {
    readonly door: DoorName;
    readonly label: string;
    readonly answersPerSecond: Spread;
    /** Of the bare proxy's. */
    readonly ratio: Spread;
    /** Processor time of the process behind the door, for one answer; null where it cannot be read. */
    readonly cpuMsPerAnswer: Spread | null;
  }[];
}

interface Window {
  readonly perSecond: number;
  readonly cpuMsPerAnswer: number | null;
}

export async function measureThroughput(
  doors: readonly Door[],
  stage: Stage,
  { rounds, streams, windowMs }: { readonly rounds: number; readonly streams: number; readonly windowMs: number },
  random: () => number,
): Promise<ThroughputFigures> {
  const windows = new Map<DoorName, Window[]>(doors.map((door) => [door.name, []]));
  for (let i = 0; i < rounds; i++) {
    for (const door of shuffled(doors, random)) {
      const { pid } = processBehind(door.name, stage);
      const cpuBefore = cpuMs(pid);
      const startedAt = performance.now();
      const { length } = await keepAsking(door, { script: atOnce, streams, windowMs, staggerMs: 0 });
      const elapsedMs = performance.now() - startedAt;
      const cpuAfter = cpuMs(pid);
      windows.get(door.name)?.push({
        perSecond: (length * 1000) / elapsedMs,
        cpuMsPerAnswer: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / length,
      });
    }
  }
  const baseline = windows.get("proxy") ?? [];
  return {
    streams,
    doors: doors.map(({ name, label }) => {
      const own = windows.get(name) ?? [];
      const cpu = own.flatMap(({ cpuMsPerAnswer }) => cpuMsPerAnswer ?? []);
      return {
        door: name,
        label,
        answersPerSecond: spreadOf(own.map(({ perSecond }) => perSecond)),
        ratio: spreadOf(own.map(({ perSecond }, i) => perSecond / (baseline[i]?.perSecond ?? Number.NaN))),
        cpuMsPerAnswer: cpu.length === 0 ? null : spreadOf(cpu),
      };
    }),
  };
}

function processBehind(name: DoorName, stage: Stage): { readonly pid: number } {
  if (name === "direct") return stage.upstream;
  return name === "proxy" ? stage.proxy : stage.hub;
}
