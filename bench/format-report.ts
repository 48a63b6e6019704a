/** A report for people: tables of medians, with the middle half of the repeats in brackets. */
import { formatDiscovery } from "./discovery-format.ts";
import type { FirstTokenFigures } from "./first-token-figures.ts";
import { formatSessions } from "./format-sessions.ts";
import { formatTable } from "./format-table.ts";
import type { SustainedFigures } from "./measure-sustained.ts";
import type { ThroughputFigures } from "./measure-throughput.ts";
import type { Figures, Report } from "./report.ts";
import type { Spread } from "./statistics.ts";

const withRange = ({ median, p25, p75 }: Spread, digits: number): string =>
  `${median.toFixed(digits)} [${p25.toFixed(digits)}–${p75.toFixed(digits)}]`;

const loads: Record<FirstTokenFigures["load"], (streams: number) => string> = {
  "in turn": () => "one stream at a time",
  open: (streams) => `${streams} streams open, 60 tokens a second each`,
  "at once": (streams) => `${streams} asked at the same instant`,
};

function firstToken({ load, streams, doors }: FirstTokenFigures): string {
  const paired = load === "in turn" ? ["added, pairs"] : [];
  return [
    `First token, ms: ${loads[load](streams)}`,
    formatTable([
      ["", "answers", "p50", "p99", "added p50", "added p99", ...paired],
      ...doors.map(({ door, label, answers, p50, p99, addedP50, addedP99, addedPaired }) => [
        label,
        String(answers),
        p50.median.toFixed(1),
        p99.median.toFixed(1),
        ...(door === "direct"
          ? ["", "", ...paired.map(() => "")]
          : [withRange(addedP50, 1), withRange(addedP99, 1), ...(addedPaired ? [withRange(addedPaired, 1)] : [])]),
      ]),
    ]),
  ].join("\n");
}

const throughput = ({ streams, doors }: ThroughputFigures): string =>
  [
    `Answers a second: ${streams} askers, 100 tokens at once`,
    formatTable([
      ["", "answers/s", "of the bare proxy's", "CPU ms an answer"],
      ...doors.map(({ label, answersPerSecond, ratio, cpuMsPerAnswer }) => [
        label,
        withRange(answersPerSecond, 0),
        withRange(ratio, 2),
        cpuMsPerAnswer ? withRange(cpuMsPerAnswer, 2) : "unknown",
      ]),
    ]),
  ].join("\n");

const sustained = (figures: readonly SustainedFigures[]): string =>
  [
    `Sustained: ${figures[0]?.streams} streams at 60 tokens a second, in time within 100 ms`,
    formatTable([
      ["", "seconds", "in time", "worst stream", "late p50", "p99", "max, ms"],
      ...figures.map(({ label, seconds, inTime, worstInTime, lateP50, lateP99, lateMax }) => [
        label,
        String(seconds),
        `${(inTime * 100).toFixed(2)} %`,
        `${(worstInTime * 100).toFixed(2)} %`,
        ...[lateP50, lateP99, lateMax].map((ms) => ms.toFixed(1)),
      ]),
    ]),
  ].join("\n");

const hubProcess = ({ eventLoop, memory }: Figures): string =>
  [
    "The hub's process",
    memory
      ? `  memory, MiB: ${memory.before.toFixed(0)} after the warm-up, ${memory.after.toFixed(0)} at the end, ${memory.peak.toFixed(0)} at most`
      : "  memory: unknown on this system",
    eventLoop
      ? `  event loop while sustained, ms between turns of a 10 ms timer: p50 ${eventLoop.p50.toFixed(1)}, p99 ${eventLoop.p99.toFixed(1)}, max ${eventLoop.max.toFixed(1)}`
      : "  event loop: unknown",
  ].join("\n");

export function formatReport({ environment, plan, seconds, coresOfOthers, ...report }: Report): string {
  const { figures, sessions, discovery, verdicts } = report;
  const { node, system, cpu, cores, memoryMb, load, startedAt, seed } = environment;
  const othersKept = (busy: number | null) =>
    `Other programs kept ${busy?.toFixed(2) ?? "an unknown number of"} of the ${cores} cores busy`;
  const head = [
    `Tekton's own part, ${plan} run of ${seconds.toFixed(0)} s, ${startedAt}, seed ${seed}`,
    `Node ${node}, ${system}, ${cores} × ${cpu}, ${memoryMb} MiB, load ${load.toFixed(2)} before`,
    ...(figures ? [`${othersKept(coresOfOthers)} while doors were measured.`] : []),
    ...(sessions ? [`${othersKept(sessions.coresOfOthers)} while requests about sessions were timed.`] : []),
    ...(discovery ? [`${othersKept(discovery.coresOfOthers)} while discovery was timed.`] : []),
    ...(figures
      ? ["Medians over repeats [p25–p75]; added = minus asking the same upstream directly in the same run."]
      : []),
  ].join("\n");
  return [
    head,
    ...(figures
      ? [
          ...figures.firstToken.map(firstToken),
          throughput(figures.throughput),
          sustained([figures.sustained.direct, figures.sustained.hub]),
          hubProcess(figures),
        ]
      : []),
    ...(sessions ? formatSessions(sessions) : []),
    ...(discovery ? formatDiscovery(discovery) : []),
    [
      "Targets",
      formatTable(
        verdicts.map(({ property, target, measured, passes }) => [
          property,
          target,
          measured,
          passes ? "pass" : "falls short",
        ]),
      ),
    ].join("\n"),
  ].join("\n\n");
}
