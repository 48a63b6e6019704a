/** The product's targets, and whether the figures meet them. */
import type { DoorName } from "./door.ts";
import type { FirstTokenFigures } from "./first-token-figures.ts";
import type { Figures, Verdict } from "./report.ts";
import type { Spread } from "./statistics.ts";

const addedP50Ms = 5;
const addedP99Ms = 100;
const inTime = 0.99;
const ofProxy = 0.5;

const streamingDoors: ReadonlySet<DoorName> = new Set(["sse", "sse-v1", "trpc"]);

export function judge({ firstToken, sustained, throughput }: Figures): Verdict[] {
  const crowd = throughput.streams;
  const sse = throughput.doors.find(({ door }) => door === "sse");
  return [
    ...firstToken.filter(({ streams }) => streams === crowd).flatMap(judgeFirstTokens),
    {
      property: `tokens in time, ${sustained.hub.streams} streams at 60 a second for ${sustained.hub.seconds} s`,
      target: `at least ${inTime * 100} %`,
      measured: `${(sustained.hub.inTime * 100).toFixed(2)} %`,
      passes: sustained.hub.inTime >= inTime,
    },
    {
      property: `SSE answers a second, ${crowd} at once, of the bare proxy's`,
      target: `at least ${ofProxy.toFixed(2)}`,
      measured: sse?.ratio.median.toFixed(2) ?? "nothing",
      passes: (sse?.ratio.median ?? 0) >= ofProxy,
    },
  ];
}

function judgeFirstTokens({ load, streams, doors }: FirstTokenFigures): Verdict[] {
  const verdict = (label: string, name: string, { median }: Spread, limitMs: number): Verdict => ({
    property: `${label}: first token, added, ${name}, ${streams} ${load === "open" ? "streams open" : "asked at once"}`,
    target: `under ${limitMs} ms`,
    measured: `${median.toFixed(1)} ms`,
    passes: median < limitMs,
  });
  return doors
    .filter(({ door }) => streamingDoors.has(door))
    .flatMap(({ label, addedP50, addedP99 }) => [
      // Of a crowd that comes at once, all but the first wait for each other: the median is its size.
      ...(load === "open" ? [verdict(label, "p50", addedP50, addedP50Ms)] : []),
      verdict(label, "p99", addedP99, addedP99Ms),
    ]);
}
