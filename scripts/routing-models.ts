/**
 * `node --import tsx scripts/routing-models.ts <data directory>`: what the embedding model of a hub adds to the
 * router's words, cross-validated on the examples it came with. Reads the vectors the hub has kept; asks no provider.
 */
import { join } from "node:path";
import { crossValidate, type Judged } from "#server/routing/cross-validate.ts";
import { type JudgedTogether, judgeTogether } from "#server/routing/embedding-figures.ts";
import { keptModel, readVectors } from "#server/routing/embedding-file.ts";
import type { Likelihood } from "#server/routing/model.ts";
import { readExamples } from "#server/routing/read-examples.ts";

const [, , dataDir] = process.argv;
if (dataDir === undefined) throw new Error("Say where the hub keeps its data: the directory of TEKTON_DATA_DIR.");
const file = join(dataDir, "routing-embedding.bin");
const model = await keptModel(file);
if (model === null) throw new Error(`There are no vectors in ${file}: no embedding model has been used yet.`);
const kept = await readVectors(file, model);
const examples = await readExamples();

const judged: { words: Judged; together: JudgedTogether }[] = [];
for (const fold of crossValidate(examples)) {
  const together = await judgeTogether(fold, examples, kept);
  judged.push(...fold.flatMap((words, i) => (together[i] ? [{ words, together: together[i] }] : [])));
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const mean = (of: (one: (typeof judged)[number]) => number): number =>
  judged.reduce((sum, one) => sum + of(one), 0) / judged.length;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function printLine(name: string, likelihoodsOf: (one: (typeof judged)[number]) => readonly Likelihood[]): void {
  const right = mean((one) => (likelihoodsOf(one)[0]?.capability === one.words.example.capability ? 1 : 0));
  const confidence = mean((one) => likelihoodsOf(one)[0]?.probability ?? 0);
  const surprise = mean((one) => {
    const mine = likelihoodsOf(one).find((l) => l.capability === one.words.example.capability);
    return -Math.log((mine?.probability ?? 0) + 1e-9);
  });
  print(
    `${name}: right capability ${percent(right)}, mean confidence ${percent(confidence)}, surprise ${surprise.toFixed(3)}`,
  );
}

print(
  `${model}: ${kept.vectors.size} vectors of ${kept.dims} numbers, skill ${mean((one) => one.together.skill).toFixed(2)}`,
);
printLine("Words alone", (one) => one.words.prediction.likelihoods);
printLine("Together", (one) => one.together.likelihoods);
