/** Runs a fake Ollama with scripts to look at: `tsx e2e/fake-ollama/cli.ts [--port 12434]`. */
import { parseArgs } from "node:util";
import { demoDefault, demoScripts } from "./demo-scripts.ts";
import { startFakeOllama } from "./start-fake-ollama.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "12434" } } });

const fake = await startFakeOllama({ port: Number(values.port), defaultScript: demoDefault });
for (const { match, script } of demoScripts) fake.script(match, script);
process.stdout.write(`Fake Ollama at ${fake.url}; ask for "slow", "long" or "fail", or the model deepseek-r1:8b.\n`);

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void fake.close());
