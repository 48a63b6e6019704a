/** The part of the report about discovery, and its target. */
import type { DiscoveryFigures } from "./discovery-measure.ts";
import { formatTable } from "./format-table.ts";
import type { Verdict } from "./report.ts";

const p99Ms = 50;

const mib = (value: number | null): string => (value === null ? "unknown" : value.toFixed(0));

/** Parts of the report, in order. */
export const formatDiscovery = ({ specialists, runs, times, starts, memory }: DiscoveryFigures): string[] => [
  [
    `Discovery, ms: one request at a time, ${specialists.toLocaleString("en")} specialists, ${runs.toLocaleString("en")} stored runs`,
    formatTable([
      ["", "samples", "KiB", "p50", "p95", "p99", "CPU"],
      ...times.map(({ path, samples, bytes, p50, p95, p99, cpu }) => [
        path,
        String(samples),
        (bytes / 1024).toFixed(1),
        ...[p50, p95, p99].map((ms) => ms.toFixed(1)),
        cpu?.toFixed(1) ?? "unknown",
      ]),
    ]),
  ].join("\n"),
  [
    "A start, and what it holds",
    formatTable([
      ["", "start, ms", "MiB then"],
      ["a hub as it comes", starts.fresh.ms.toFixed(0), mib(starts.fresh.memory)],
      ["this one", starts.seeded.ms.toFixed(0), mib(starts.seeded.memory)],
    ]),
    `  this one after all requests: ${mib(memory?.now ?? null)} MiB, ${mib(memory?.peak ?? null)} at most`,
  ].join("\n"),
];

export const judgeDiscovery = ({ times }: DiscoveryFigures): Verdict[] =>
  times.map(({ path, p99 }) => ({
    property: `${path.split("?")[0]}${path.includes("?") ? " with a query" : ""}, p99`,
    target: `under ${p99Ms} ms`,
    measured: `${p99.toFixed(1)} ms`,
    passes: p99 < p99Ms,
  }));
