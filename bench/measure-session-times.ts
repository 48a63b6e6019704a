/**
 * How long each operation on sessions takes, on every hub: a few on one, a few on another, in an order
 * of chance, so that a slow moment of the machine hits all alike.
 */
import { cpuMs } from "./process-usage.ts";
import { shuffled } from "./seeded-random.ts";
import {
  type OperationName,
  type SessionOperation,
  sessionOperations,
  upstreamOperation,
} from "./session-operations.ts";
import { messagesOf, type SessionStage } from "./session-stage.ts";
import { quantile } from "./statistics.ts";

/** Milliseconds; quantiles of all samples together. */
export interface OperationTimes {
  readonly operation: OperationName;
  readonly label: string;
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Processor time of the process that did it, for one; null where it cannot be read. */
  readonly cpu: number | null;
}

export interface SessionTimes {
  /** Requests under way at any time. */
  readonly atOnce: number;
  readonly upstream: OperationTimes;
  /** The one with the fewest messages first. */
  readonly hubs: readonly {
    readonly messages: number;
    readonly sessions: number;
    readonly operations: readonly OperationTimes[];
  }[];
}

export interface SessionTimesPlan {
  /** Of each operation, before anything counts. */
  readonly warmUp: number;
  readonly rounds: number;
  /** Of each operation in a round. */
  readonly samples: number;
  readonly atOnce: readonly number[];
}

export async function measureSessionTimes(
  { upstream, hubs }: SessionStage,
  { warmUp, rounds, samples, atOnce }: SessionTimesPlan,
  random: () => number,
  say: (doing: string) => void,
): Promise<readonly SessionTimes[]> {
  const direct = upstreamOperation(upstream, random);
  const ofHubs = hubs.map((hub) => ({ hub, operations: sessionOperations(hub, random) }));
  const all = [direct, ...ofHubs.flatMap(({ operations }) => operations)];
  say("sessions, warm-up");
  for (const operation of all) await timesOf(operation, { samples: warmUp, atOnce: 4 });

  const measured: SessionTimes[] = [];
  for (const streams of atOnce) {
    say(`sessions, ${streams} at once`);
    const taken = new Map<SessionOperation, Taken[]>(all.map((operation) => [operation, []]));
    for (let round = 0; round < rounds; round++) {
      for (const operation of shuffled(all, random)) {
        taken.get(operation)?.push(await timesOf(operation, { samples, atOnce: streams }));
      }
    }
    const figures = (operation: SessionOperation): OperationTimes => {
      const batches = taken.get(operation) ?? [];
      const times = batches.flatMap((batch) => batch.times);
      const cpu = batches.reduce<number | null>((sum, { cpu }) => (sum === null || cpu === null ? null : sum + cpu), 0);
      const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((q) => quantile(times, q));
      return {
        operation: operation.name,
        label: operation.label,
        samples: times.length,
        p50,
        p95,
        p99,
        cpu: cpu === null ? null : cpu / times.length,
      };
    };
    measured.push({
      atOnce: streams,
      upstream: figures(direct),
      hubs: ofHubs.map(({ hub: { size }, operations }) => ({
        messages: messagesOf(size),
        sessions: size.sessions,
        operations: operations.map(figures),
      })),
    });
  }
  return measured;
}

interface Taken {
  readonly times: readonly number[];
  readonly cpu: number | null;
}

/** So many, with so many of them under way until none is left to begin. */
async function timesOf(
  { pid, ask }: SessionOperation,
  { samples, atOnce }: { readonly samples: number; readonly atOnce: number },
): Promise<Taken> {
  const before = cpuMs(pid);
  const times: number[] = [];
  let left = samples;
  const asker = async () => {
    while (left-- > 0) times.push(await ask());
  };
  await Promise.all(Array.from({ length: atOnce }, asker));
  const after = cpuMs(pid);
  return { times, cpu: before === null || after === null ? null : after - before };
}
