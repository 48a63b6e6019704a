/** The part of the report about sessions. */
import { formatTable } from "./format-table.ts";
import type { RecoveryFigures } from "./measure-recovery.ts";
import type { SessionMemory } from "./measure-session-memory.ts";
import type { OperationTimes, SessionTimes } from "./measure-session-times.ts";
import type { SessionFigures } from "./measure-sessions.ts";

const count = (value: number): string => value.toLocaleString("en");

type Quantiles = Pick<OperationTimes, "p50" | "p95" | "p99">;

const quantiles = ({ p50, p95, p99 }: Quantiles): string[] => [p50, p95, p99].map((ms) => ms.toFixed(1));

const cpu = ({ cpu }: OperationTimes): string => cpu?.toFixed(1) ?? "unknown";

/** Quantile by quantile, so not the time of any one request. */
const minus = (own: Quantiles, other: Quantiles): Quantiles => ({
  p50: own.p50 - other.p50,
  p95: own.p95 - other.p95,
  p99: own.p99 - other.p99,
});

function times({ atOnce, upstream, hubs: [small, full] }: SessionTimes): string {
  if (!small || !full) return "";
  const rows = small.operations.flatMap((own) => {
    const grown = full.operations.find(({ operation }) => operation === own.operation) ?? own;
    const ratio = `${(grown.p99 / own.p99).toFixed(2)} ×`;
    const asksUpstream = own.operation === "append" || own.operation === "acknowledge";
    return [
      [own.label, String(own.samples), ...quantiles(own), cpu(own), ...quantiles(grown), cpu(grown), ratio],
      ...(asksUpstream
        ? [["  the hub's part", "", ...quantiles(minus(own, upstream)), "", ...quantiles(minus(grown, upstream))]]
        : []),
    ];
  });
  return [
    `Sessions, ms: ${atOnce === 1 ? "one request at a time" : `${atOnce} requests at once`}; A has ${count(small.messages)} messages in ${count(small.sessions)} sessions, B ${count(full.messages)} in ${count(full.sessions)}`,
    formatTable([
      ["", "samples", "A: p50", "p95", "p99", "CPU", "B: p50", "p95", "p99", "CPU", "p99, B of A"],
      [upstream.label, String(upstream.samples), ...quantiles(upstream), cpu(upstream)],
      ...rows,
    ]),
  ].join("\n");
}

const memory = (figures: SessionMemory | null): string =>
  figures
    ? [
        `Memory of sessions, MiB of a fresh hub with ${count(figures.messages)} messages: ${figures.before.toFixed(0)} after a warm-up`,
        `  ${count(figures.used.sessions)} others read and appended to: ${figures.used.after.toFixed(0)}, ${figures.used.mbEach.toFixed(3)} each`,
        `  ${count(figures.answering.sessions)} more being answered at the same time: ${figures.answering.peak.toFixed(0)} at most, ${figures.answering.mbEach.toFixed(3)} each`,
      ].join("\n")
    : "Memory of sessions: unknown on this system";

const recovery = ({ sessions, drops, retryMs, fromDrop, fromReconnect, lost, twice }: RecoveryFigures): string =>
  [
    `Recovery, ms until the first missed event: ${drops} drops in mid-answer, ${sessions} readers at once, back after ${retryMs} ms as EventSource`,
    formatTable([
      ["", "p50", "p99"],
      ["from the drop", fromDrop.p50.toFixed(1), fromDrop.p99.toFixed(1)],
      ["from coming back", fromReconnect.p50.toFixed(1), fromReconnect.p99.toFixed(1)],
    ]),
    `  events lost: ${lost}; events that came twice: ${twice}`,
  ].join("\n");

/** Parts of the report, in order. */
export const formatSessions = (figures: SessionFigures): string[] => [
  ...figures.times.map(times),
  memory(figures.memory),
  recovery(figures.recovery),
];
