/** Told to stop, the process ends in order: streams get their last event, answers are kept. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunState } from "#contract/run-state.ts";
import { emptyRunState } from "#contract/run-state.ts";
import { startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { foldEntries, readRunEvents } from "#e2e/hub/read-run-events.ts";
import { spawnHub } from "#e2e/hub/spawn-hub.ts";

const streams = 25;
const tokens = Array.from({ length: 5000 }, (_, i) => `${i} `);

test(`SIGTERM with ${streams} streams, five of them waiting, ends them all within 10 s`, async () => {
  const fake = await startFakeOllama({ defaultScript: { tokens, tokenMs: 5 } });
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-stopping-"));
  const env = { TEKTON_DATA_DIR: dataDir, OLLAMA_HOST: fake.url };
  const hub = await spawnHub(env);
  const client = new HubClient(hub.url);
  const states: RunState[] = Array.from({ length: streams }, () => emptyRunState);
  let flowing = 0;
  let allFlow = () => {};
  const flow = new Promise<void>((resolve) => {
    allFlow = resolve;
  });
  const ids = Array.from({ length: streams }, () => "");
  const reading = states.map(async (_, i) => {
    const response = await client.ask(`stream ${i}`);
    ids[i] = response.headers.get("x-run-id") ?? "";
    for await (const entry of readRunEvents(response)) {
      const before = states[i] ?? emptyRunState;
      states[i] = foldEntries([entry], before);
      if (before.content === "" && entry.event.type === "content") flowing += 1;
      if (flowing === 20) allFlow();
    }
  });
  await flow;
  const startedAt = performance.now();
  const code = await hub.stop("SIGTERM");
  const tookMs = performance.now() - startedAt;
  await Promise.all(reading);
  process.stdout.write(`SIGTERM with ${streams} streams: exit code ${code} after ${tookMs.toFixed(0)} ms\n`);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  for (const state of states) {
    expect(state.phase).toBe("error");
    expect(state.error?.error.code).toBe("INTERRUPTED");
    expect(state.error?.partial).toBe(state.content !== "");
  }
  await expect(fetch(hub.url)).rejects.toThrow();

  const again = await spawnHub(env);
  const reader = new HubClient(again.url);
  for (const [i, state] of states.entries()) {
    const run = await reader.run(ids[i] ?? "");
    expect(run).toMatchObject({ status: "interrupted", content: state.content, last_seq: state.seq });
    expect((await reader.stream(run.id, state.seq)).status).toBe(204);
  }
  expect(again.output()).not.toContain("unfinished runs");
  expect(await again.stop("SIGTERM")).toBe(0);
  await fake.close();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);
