/** How long each way to read the registry takes, in an order of chance, every answer checked. */
import { z } from "zod";
import { watchCoresOfOthers } from "./cores-of-others.ts";
import type { DiscoveryStage, StartFigures } from "./discovery-stage.ts";
import { exchange } from "./exchange.ts";
import { cpuMs, memoryMb } from "./process-usage.ts";
import { shuffled } from "./seeded-random.ts";
import { quantile } from "./statistics.ts";

export interface DiscoveryPlan {
  readonly specialists: number;
  readonly runs: number;
  readonly starts: number;
  /** Of each request, before anything counts. */
  readonly warmUp: number;
  readonly rounds: number;
  /** Of each request in a round. */
  readonly samples: number;
}

/** Milliseconds. */
export interface RequestTimes {
  readonly path: string;
  readonly samples: number;
  readonly bytes: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Processor time of the hub for one; null where it cannot be read. */
  readonly cpu: number | null;
}

export interface DiscoveryFigures {
  readonly specialists: number;
  readonly runs: number;
  readonly times: readonly RequestTimes[];
  readonly starts: { readonly fresh: StartFigures; readonly seeded: StartFigures };
  /** MiB of the hub after all of that, now and at most; null where it cannot be read. */
  readonly memory: { readonly now: number; readonly peak: number } | null;
  /** While the times were taken; null where it cannot be known. */
  readonly coresOfOthers: number | null;
}

export async function measureDiscovery(
  stage: DiscoveryStage,
  { warmUp, rounds, samples }: DiscoveryPlan,
  random: () => number,
  say: (doing: string) => void,
): Promise<DiscoveryFigures> {
  const requests = requestsOf(stage.size.specialists);
  const coresOfOthers = watchCoresOfOthers([process.pid, stage.pid]);
  say("discovery, warm-up");
  for (const request of requests) for (let i = 0; i < warmUp; i++) await ask(stage.url, request);
  say("discovery, one request at a time");
  const taken = new Map(
    requests.map((request) => [request, { ms: [] as number[], cpu: 0 as number | null, bytes: 0 }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const request of shuffled(requests, random)) {
      const sums = taken.get(request);
      if (!sums) continue;
      const before = cpuMs(stage.pid);
      for (let i = 0; i < samples; i++) {
        const { ms, bytes } = await ask(stage.url, request);
        sums.ms.push(ms);
        sums.bytes = bytes;
      }
      const after = cpuMs(stage.pid);
      sums.cpu = sums.cpu === null || before === null || after === null ? null : sums.cpu + after - before;
    }
  }
  const times = [...taken].map(([{ path }, { ms, cpu, bytes }]): RequestTimes => {
    const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((q) => quantile(ms, q));
    return { path, samples: ms.length, bytes, p50, p95, p99, cpu: cpu === null ? null : cpu / ms.length };
  });
  return { ...stage.size, times, starts: stage.starts, memory: memoryMb(stage.pid), coresOfOthers: coresOfOthers() };
}

interface Request {
  readonly path: string;
  readonly answer: z.ZodType;
}

/** What was seen of an entry: the runs are so many that each has some. */
const seen = z.object({ samples: z.number().positive(), success_rate: z.number().gt(0.5) });

function requestsOf(specialists: number): Request[] {
  const some = z.object({
    ais: z
      .array(z.object({ performance: seen }))
      .min(1)
      .max(specialists - 1),
  });
  return [
    {
      path: "/api/v2/discovery/ais",
      answer: z.object({
        ais: z.array(z.object({ performance: seen })).length(specialists),
        total: z.literal(specialists),
      }),
    },
    { path: "/api/v2/discovery/ais?capability=debugging&min_score=0.5&status=active", answer: some },
    { path: "/api/v2/discovery/ais/specialist-7", answer: z.object({ performance: seen }) },
    {
      path: "/api/v2/discovery/best?capability=debugging&threshold=0.5",
      answer: z.object({
        best_match: z.object({ is_primary: z.literal(true) }),
        alternatives: z.array(z.object()).min(9),
      }),
    },
    {
      path: "/api/v2/discovery/manifest",
      answer: z.object({ ais: z.object({ total: z.literal(specialists) }), capabilities: z.array(z.object()).min(9) }),
    },
    {
      path: "/api/v2/specialists",
      answer: z.object({ specialists: z.array(z.object({ performance: seen })).length(specialists) }),
    },
  ];
}

/** The time until the whole answer is there; it is checked after. */
async function ask(
  origin: string,
  { path, answer }: Request,
): Promise<{ readonly ms: number; readonly bytes: number }> {
  const chunks: Buffer[] = [];
  const from = performance.now();
  await exchange({
    url: new URL(path, origin),
    method: "GET",
    accept: "application/json",
    onData: (chunk) => chunks.push(chunk),
  });
  const ms = performance.now() - from;
  const body = Buffer.concat(chunks);
  answer.parse(JSON.parse(body.toString()));
  return { ms, bytes: body.length };
}
