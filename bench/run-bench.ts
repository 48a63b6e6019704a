/**
 * `npm run bench`: what the hub adds to the upstream it asks, in figures.
 *
 * Upstream, bare proxy and hub are processes of their own on loopback; this process is the load. Every
 * figure stands beside its baseline from the same run. `--quick` measures less, `--json PATH` says
 * where the figures go, `--seed N` repeats the order of a run. Ends with 1 when something failed, not
 * when a target is missed.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { fullPlan, quickPlan } from "./bench-plan.ts";
import { watchCoresOfOthers } from "./cores-of-others.ts";
import { createDoors } from "./doors.ts";
import { readEnvironment } from "./environment.ts";
import { closeExchanges } from "./exchange.ts";
import { formatReport } from "./format-report.ts";
import { judge } from "./judge.ts";
import { measureAll } from "./measure-all.ts";
import type { Report } from "./report.ts";
import { seededRandom } from "./seeded-random.ts";
import { startStage } from "./stage.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string", default: join(import.meta.dirname, "results/latest.json") },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

const progress = (doing: string) => process.stderr.write(`… ${doing}\n`);

const environment = readEnvironment(Number(values.seed));
const plan = values.quick ? quickPlan : fullPlan;
const startedAt = performance.now();
const stage = await startStage([plan.sustained.seconds, plan.sustained.directSeconds]);
const stop = () => void stage.close().then(() => process.exit(130));
process.once("SIGINT", stop).once("SIGTERM", stop);
try {
  const coresOfOthers = watchCoresOfOthers([process.pid, stage.upstream.pid, stage.proxy.pid, stage.hub.pid]);
  const doors = createDoors(stage);
  const figures = await measureAll({ stage, doors, plan, random: seededRandom(environment.seed) }, progress);
  const seconds = (performance.now() - startedAt) / 1000;
  const verdicts = judge(figures);
  const report: Report = {
    environment,
    plan: values.quick ? "quick" : "full",
    seconds,
    coresOfOthers: coresOfOthers(),
    figures,
    verdicts,
  };
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`\n${formatReport(report)}\n\nFigures: ${values.json}\n`);
} finally {
  await closeExchanges();
  await stage.close();
}
