/**
 * `npm test`: everything, in order: lint, types, unit and integration tests, the build, the browser.
 * The last line sums all of it: `N passed, N failed`. Lint, types and build count as one test each.
 */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./find-chromium.ts";
import { prepare, run } from "./prepare.ts";

const reports = mkdtempSync(join(tmpdir(), "tekton-tests-"));
const total = { passed: 0, failed: 0, skipped: 0 };

function count(passed: number, failed: number, skipped = 0): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

async function step(name: string, work: () => Promise<boolean>): Promise<boolean> {
  process.stdout.write(`\n── ${name}\n`);
  const ok = await work().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return false;
  });
  count(ok ? 1 : 0, ok ? 0 : 1);
  return ok;
}

/** Runs a test runner and adds up its report; one that fails without a failed test counts as one. */
async function suite(name: string, program: string, args: string[], sum: (report: string) => number): Promise<void> {
  process.stdout.write(`\n── ${name}\n`);
  const report = join(reports, `${program}.json`);
  const code = await run(program, args, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  let failed = 0;
  try {
    failed = sum(readFileSync(report, "utf8"));
  } catch {
    process.stderr.write(`${name} left no report.\n`);
  }
  if (code !== 0 && failed === 0) count(0, 1);
}

function sumVitest(report: string): number {
  const r = JSON.parse(report) as Record<"numPassedTests" | "numFailedTests" | "numPendingTests", number>;
  count(r.numPassedTests, r.numFailedTests, r.numPendingTests);
  return r.numFailedTests;
}

function sumPlaywright(report: string): number {
  const { stats: s } = JSON.parse(report) as { stats: Record<"expected" | "unexpected" | "flaky" | "skipped", number> };
  count(s.expected, s.unexpected + s.flaky, s.skipped);
  return s.unexpected + s.flaky;
}

await step("database client", async () => {
  await prepare("client");
  return true;
});
await step("router", async () => {
  await (await import("#server/routing/open-model.ts")).openShippedModel();
  return true;
});
await step("lint", async () => (await run("biome", ["check", "--error-on-warnings", "."])) === 0);
await step("types", async () => (await run("tsc", ["--noEmit"])) === 0);
await suite(
  "unit and integration",
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${join(reports, "vitest.json")}`],
  sumVitest,
);
const built = await step("build", async () => {
  await prepare("pages");
  return true;
});
if (built && !findChromium()) {
  await step("browser", async () => (await run("playwright", ["install", "chromium"])) === 0);
}
if (built) await suite("browser", "playwright", ["test", "--reporter=list,json"], sumPlaywright);

const { passed, failed, skipped } = total;
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
