/**
 * `npm run bench`: what the hub adds to the upstream it asks, in figures.
 *
 * Upstream, bare proxy and hubs are processes of their own on loopback; this process is the load. Every
 * figure stands beside its baseline from the same run. `--quick` measures less, `--only doors`,
 * `--only sessions` and `--only discovery` a part (then figures are written where `--json PATH` says, and
 * nowhere without it),
 * `--seed N` repeats the order of a run. Ends with 1 when something failed, not when a target is missed.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { fullPlan, quickPlan } from "./bench-plan.ts";
import { watchCoresOfOthers } from "./cores-of-others.ts";
import { judgeDiscovery } from "./discovery-format.ts";
import { type DiscoveryFigures, measureDiscovery } from "./discovery-measure.ts";
import { startDiscoveryStage } from "./discovery-stage.ts";
import { createDoors } from "./doors.ts";
import { readEnvironment } from "./environment.ts";
import { closeExchanges } from "./exchange.ts";
import { formatReport } from "./format-report.ts";
import { judge } from "./judge.ts";
import { judgeSessions } from "./judge-sessions.ts";
import { measureAll } from "./measure-all.ts";
import { measureSessions, type SessionFigures } from "./measure-sessions.ts";
import type { Report } from "./report.ts";
import { seededRandom } from "./seeded-random.ts";
import { startSessionStage } from "./session-stage.ts";
import { startStage } from "./stage.ts";

const parts = ["doors", "sessions", "discovery"] as const;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    json: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const only = parts.find((part) => part === values.only);
if (values.only !== undefined && !only) throw new Error(`--only takes ${parts.join(" or ")}`);
const jsonPath = values.json ?? (only ? null : join(import.meta.dirname, "results/latest.json"));

const progress = (doing: string) => process.stderr.write(`… ${doing}\n`);

const environment = readEnvironment(Number(values.seed));
const random = seededRandom(environment.seed);
const plan = values.quick ? quickPlan : fullPlan;
const startedAt = performance.now();
const { sustained, sessions: sessionsPlan, discovery: discoveryPlan } = plan;
const stage = await startStage([sustained.seconds, sustained.directSeconds, sessionsPlan.recovery.seconds]);
const undo: (() => Promise<void>)[] = [stage.close];
const close = async () => {
  for (const end of undo.splice(0).reverse()) await end();
};
const stop = () => void close().then(() => process.exit(130));
process.once("SIGINT", stop).once("SIGTERM", stop);

async function measureDoors(): Promise<Pick<Report, "figures" | "coresOfOthers">> {
  const coresOfOthers = watchCoresOfOthers([process.pid, stage.upstream.pid, stage.proxy.pid, stage.hub.pid]);
  const figures = await measureAll({ stage, doors: createDoors(stage), plan, random }, progress);
  return { figures, coresOfOthers: coresOfOthers() };
}

async function measureOnSeeded(): Promise<SessionFigures> {
  const seeded = await startSessionStage({ upstream: stage.upstream, sizes: sessionsPlan.sizes, random }, progress);
  undo.push(seeded.close);
  return measureSessions(seeded, sessionsPlan, random, progress);
}

async function measureOnRegistry(): Promise<DiscoveryFigures> {
  const { specialists, runs, starts } = discoveryPlan;
  const upstreamUrl = stage.upstream.url;
  const of = await startDiscoveryStage({ upstreamUrl, size: { specialists, runs }, starts, random }, progress);
  undo.push(of.close);
  return measureDiscovery(of, discoveryPlan, random, progress);
}

const wanted = (part: (typeof parts)[number]) => only === undefined || only === part;

try {
  const doors = wanted("doors") ? await measureDoors() : { figures: null, coresOfOthers: null };
  const sessions = wanted("sessions") ? await measureOnSeeded() : null;
  const discovery = wanted("discovery") ? await measureOnRegistry() : null;
  const report: Report = {
    environment,
    plan: values.quick ? "quick" : "full",
    seconds: (performance.now() - startedAt) / 1000,
    ...doors,
    sessions,
    discovery,
    verdicts: [
      ...(doors.figures ? judge(doors.figures) : []),
      ...(sessions ? judgeSessions(sessions) : []),
      ...(discovery ? judgeDiscovery(discovery) : []),
    ],
  };
  process.stdout.write(`\n${formatReport(report)}\n`);
  if (jsonPath) {
    await mkdir(dirname(jsonPath), { recursive: true });
    await writeFile(jsonPath, `${JSON.stringify(report, null, 2)}\n`);
    process.stdout.write(`\nFigures: ${jsonPath}\n`);
  }
} finally {
  await closeExchanges();
  await close();
}
