/** `npm run dev:fake`: the hub in development, on a scripted Ollama that streams like a real one. */
import { demoDefault, demoScripts } from "#e2e/fake-ollama/demo-scripts.ts";
import { startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";

const fake = await startFakeOllama({ defaultScript: demoDefault });
for (const { match, script } of demoScripts) fake.script(match, script);
process.stdout.write(`A fake Ollama is at ${fake.url}\n`);
process.env.OLLAMA_HOST = fake.url;
await import("./dev.ts");
