/** The upstream as a process of its own: the fake Ollama with the bench's scripts. */
import { startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { atOnce, flowing, lasting, oneToken, slow, toFakeScript } from "./upstream-scripts.ts";

const seconds = process.argv.slice(2).map(Number);
const fake = await startFakeOllama({ defaultScript: toFakeScript(atOnce) });
for (const script of [atOnce, oneToken, flowing, slow, ...seconds.map(lasting)]) {
  fake.script(script.word, toFakeScript(script));
}
process.stdout.write(`${fake.url}\n`);
process.once("SIGTERM", () => void fake.close().then(() => process.exit(0)));
