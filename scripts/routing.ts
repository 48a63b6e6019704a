/**
 * `npm run routing [-- file.jsonl]`: trains the router and prints how well it does: cross-validated on its own
 * examples, and on the requests of a file, when one is given (a line each: `{"text", "capability"}`). The file is
 * only asked, never learned from.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { RouteAnswer } from "#contract/routing.ts";
import { capabilityOwners } from "#server/routing/capability-owners.ts";
import { crossValidate, type Judged } from "#server/routing/cross-validate.ts";
import { type Model, sharpness } from "#server/routing/model.ts";
import { type Example, readExamples } from "#server/routing/read-examples.ts";
import { routeText, unsureBelow } from "#server/routing/route-text.ts";
import { trainModel } from "#server/routing/train-model.ts";
import { rankFor } from "#server/specialists/rank-specialists.ts";
import { roster } from "#server/specialists/roster.ts";

interface Asked {
  readonly example: Example;
  readonly route: RouteAnswer;
}

const owners = capabilityOwners(roster, rankFor);
const print = (line = ""): void => void process.stdout.write(`${line}\n`);
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const oneLine = (text: string): string => text.replace(/\s+/g, " ").slice(0, 150);

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function ask(model: Model, example: Example): Asked {
  const route = routeText(model.predict(example.text), example.text, owners);
  if (!route) throw new Error("The roster has none of the capabilities of the examples.");
  return { example, route };
}

const ownerOf = (capability: string): string | undefined => owners.get(capability);
const rightCapability = ({ example, route }: Asked): boolean => route.capability === example.capability;
const rightSpecialist = ({ example, route }: Asked): boolean => route.specialist_id === ownerOf(example.capability);

function printAccuracy(title: string, asked: readonly Asked[]): void {
  const share = (good: (a: Asked) => boolean) => percent(asked.filter(good).length, asked.length);
  print(
    `${title}: ${asked.length} requests, right capability ${share(rightCapability)}, right specialist ${share(rightSpecialist)}, unsure ${share((a) => a.route.unsure)}`,
  );
}

function printByCapability(asked: readonly Asked[]): void {
  print("\nBy capability: examples, right capability, right specialist (cross-validated)");
  const groups = groupBy(asked, (a) => a.example.capability);
  for (const [capability, group] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const capabilities = percent(group.filter(rightCapability).length, group.length);
    const specialists = percent(group.filter(rightSpecialist).length, group.length);
    print(
      `  ${capability.padEnd(22)}${String(group.length).padStart(5)}${capabilities.padStart(9)}${specialists.padStart(9)}`,
    );
  }
}

function printReliability(asked: readonly Asked[]): void {
  print("\nConfidence of those it is sure of: requests, mean confidence, share of right specialists");
  const sure = asked.filter((a) => !a.route.unsure);
  for (let tenth = 0; tenth < 10; tenth++) {
    const group = sure.filter((a) => Math.min(9, Math.floor(a.route.confidence * 10)) === tenth);
    if (group.length === 0) continue;
    const mean = group.reduce((sum, a) => sum + a.route.confidence, 0);
    const range = `${tenth / 10} to ${(tenth + 1) / 10}`;
    print(
      `  ${range.padEnd(12)}${String(group.length).padStart(5)}${percent(mean, group.length).padStart(9)}${percent(group.filter(rightSpecialist).length, group.length).padStart(9)}`,
    );
  }
}

/** What other bounds than `unsureBelow` would mean. */
function printThresholds(judged: readonly Judged[]): void {
  print(
    `\nWhat being unsure costs (the bound is ${unsureBelow}): share unsure, of these the guess was right, right specialist overall`,
  );
  const guesses = judged.map(({ example, prediction }) => {
    const sums = new Map<string, number>();
    for (const { capability, probability } of prediction.likelihoods) {
      const owner = ownerOf(capability) ?? "";
      sums.set(owner, (sums.get(owner) ?? 0) + probability);
    }
    const [id = "", confidence = 0] = [...sums].sort((a, b) => b[1] - a[1])[0] ?? [];
    const wanted = ownerOf(example.capability);
    return { confidence, right: id === wanted, general: wanted === ownerOf("general") };
  });
  for (const bound of [0, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]) {
    const unsure = guesses.filter((g) => g.confidence < bound);
    const right = guesses.filter((g) => (g.confidence < bound ? g.general : g.right)).length;
    print(
      `  ${bound.toFixed(2)}${percent(unsure.length, guesses.length).padStart(10)}${percent(unsure.filter((g) => g.right).length, unsure.length).padStart(9)}${percent(right, guesses.length).padStart(9)}`,
    );
  }
}

/** The sharpness under which the cross-validated probabilities are likeliest, to a twentieth. */
function bestSharpness(judged: readonly Judged[]): number {
  const loss = (factor: number): number =>
    judged.reduce((sum, { example, prediction }) => {
      const powers = prediction.likelihoods.map((l) => l.probability ** factor);
      const mine = prediction.likelihoods.findIndex((l) => l.capability === example.capability);
      return sum - Math.log((powers[mine] ?? 0) / powers.reduce((a, b) => a + b, 0) + 1e-12);
    }, 0);
  const factors = Array.from({ length: 31 }, (_, i) => 0.5 + i / 20);
  return sharpness * factors.reduce((best, factor) => (loss(factor) < loss(best) ? factor : best), 1);
}

function printMistakes(asked: readonly Asked[]): void {
  const wrong = asked.filter((a) => !rightSpecialist(a));
  const pairs = groupBy(wrong, (a) => `${a.example.capability} taken for ${a.route.capability}`);
  print("\nMost frequent confusions (cross-validated)");
  for (const [pair, group] of [...pairs].sort((a, b) => b[1].length - a[1].length).slice(0, 15))
    print(`  ${String(group.length).padStart(4)}  ${pair}`);
  print("\nTen mistakes, the surest of different confusions (cross-validated)");
  const surest = [...pairs.values()].flatMap(
    (group) => group.toSorted((a, b) => b.route.confidence - a.route.confidence)[0] ?? [],
  );
  for (const { example, route } of surest.sort((a, b) => b.route.confidence - a.route.confidence).slice(0, 10)) {
    print(`  ${example.capability} → ${route.capability} (${route.confidence}): ${oneLine(example.text)}`);
    print(`      ${route.reason}`);
  }
}

/** Milliseconds of each prediction, sorted; the first hundred warm the compiler up and are left out. */
function predictionTimes(model: Model, examples: readonly Example[]): number[] {
  const times = examples.map((example) => {
    const start = performance.now();
    ask(model, example);
    return performance.now() - start;
  });
  return times.slice(100).sort((a, b) => a - b);
}

const examples = await readExamples();
const start = performance.now();
const model = trainModel(examples);
const trainedMs = performance.now() - start;

// Before the rest, which fills the memory.
const times = predictionTimes(model, examples);
const at = (share: number): string => (times[Math.floor(share * times.length)] ?? 0).toFixed(2);
const longest = predictionTimes(
  model,
  Array.from({ length: 200 }, () => ({ text: "why is it so slow? ".repeat(27_600), capability: "" })),
);

const judged = [...crossValidate(examples)].flat();
const asked = judged.map(({ model, example }) => ask(model, example));
printAccuracy("Cross-validated, five folds", asked);
const [, , path] = process.argv;
if (path !== undefined) {
  const line = z.object({ text: z.string().min(1), capability: z.string().min(1) });
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  printAccuracy(
    "The given file",
    lines.map((text) => ask(model, line.parse(JSON.parse(text)))),
  );
}
printByCapability(asked);
printReliability(asked);
print(`  Sharpness ${sharpness}; the best for these examples is ${bestSharpness(judged).toFixed(2)}.`);
printThresholds(judged);
printMistakes(asked);

print(`\nTraining ${(trainedMs / 1000).toFixed(1)} s; model ${(model.toBytes().length / 1e6).toFixed(1)} MB`);
print(
  `Routing p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; a message of 512 KiB p50 ${(longest[longest.length >> 1] ?? 0).toFixed(2)} ms, worst ${(longest.at(-1) ?? 0).toFixed(2)} ms`,
);
