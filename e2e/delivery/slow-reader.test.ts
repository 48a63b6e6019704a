/** A reader that stops reading does not grow the process, by any door. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { type SpawnedHub, spawnHub } from "#e2e/hub/spawn-hub.ts";
import { openPausedReader } from "./paused-reader.ts";

const mostGrowthMb = 20;
const seconds = Number(process.env.TEST_PAUSE_SECONDS ?? 12);
const readers = Number(process.env.TEST_READERS ?? 25);
const tokenMs = 1;
const tokens = Array.from({ length: (seconds * 1000) / tokenMs }, (_, i) => `word${i % 10} `);

/** So that what is not yet collected cannot pass for what is held. */
const smallHeap = "--max-old-space-size=100 --max-semi-space-size=8";

let fake: FakeOllama;
let hub: SpawnedHub;
let client: HubClient;
let dataDir: string;
beforeAll(async () => {
  fake = await startFakeOllama({ defaultScript: { tokens, tokenMs } });
  dataDir = await mkdtemp(join(tmpdir(), "tekton-slow-"));
  hub = await spawnHub({ TEKTON_DATA_DIR: dataDir, OLLAMA_HOST: fake.url, NODE_OPTIONS: smallHeap });
  client = new HubClient(hub.url);
});
afterAll(async () => {
  await hub.stop("SIGKILL");
  await fake.close();
  await rm(dataDir, { recursive: true, force: true });
});

const residentMb = async () => ((await client.gauges()).process_resident_memory_bytes ?? 0) / 1024 / 1024;

const doors: Record<string, (runId: string) => string> = {
  "v2 SSE": (id) => `${client.url}/api/v2/runs/${id}/stream`,
  "tRPC subscription": (id) => client.watchUrl([{ run_id: id, after: 0 }]),
};

/** Runs one answer to its end with these readers stuck; returns how far the process grew, MB. */
async function growth(urls: (runId: string) => readonly string[]): Promise<{ before: number; grew: number }> {
  const started = await client.ask("a long answer", { body: { on_disconnect: "continue" } });
  const runId = started.headers.get("x-run-id") ?? "";
  await started.body?.cancel();
  const stuck = await Promise.all(urls(runId).map(openPausedReader));
  const before = await residentMb();
  let most = before;
  while (fake.active > 0) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    most = Math.max(most, await residentMb());
  }
  for (const reader of stuck) reader.close();
  return { before, grew: most - before };
}

test.each(Object.entries(doors))(
  "over %s",
  async (name, urlOf) => {
    // The first one warms the process up, and shows what a run itself takes.
    const alone = await growth(() => []);
    const { before, grew } = await growth((id) => Array.from({ length: readers }, () => urlOf(id)));
    process.stdout.write(
      `${readers} readers over ${name}, stuck for ${seconds} s at ${1000 / tokenMs} tokens/s: ` +
        `from ${before.toFixed(0)} MB the process grew by ${grew.toFixed(1)} MB (nobody reading: ${alone.grew.toFixed(1)})\n`,
    );
    expect(grew).toBeLessThan(mostGrowthMb);
  },
  // Two answers one after the other, and some air.
  seconds * 3000 + 60_000,
);
