/** Killed at any moment, a hub comes back with every run ended and nearly all of every answer. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { spawnHub } from "#e2e/hub/spawn-hub.ts";
import { createRandom } from "./random.ts";

const kills = Number(process.env.TEST_KILLS ?? 50);
const streamsEach = 6;
const tokenMs = 5;
/** What may be lost: a checkpoint interval of 250 ms and the time to write, 500 ms in all. */
const lostMs = 500;

/** Each token says which it is, so that a text says how far it reached. */
const tokens = Array.from({ length: 4000 }, (_, i) => `<${i}>`);
const reach = (text: string): number => Number(/<(\d+)>$/.exec(text)?.[1] ?? -1) + 1;

interface Seen {
  id: string;
  text: string;
  /** How far the text reached, and when. */
  readonly steps: { readonly reach: number; readonly at: number }[];
}

/** Streams until the hub dies; what was seen grows in `seen`. */
async function readUntilCut(response: Response, seen: Seen): Promise<void> {
  seen.id = response.headers.get("x-run-id") ?? "";
  try {
    for await (const { event } of readRunEvents(response)) {
      if (event.type !== "content") continue;
      seen.text += event.data;
      seen.steps.push({ reach: reach(event.data), at: performance.now() });
    }
  } catch {
    // The cut.
  }
}

test(`${kills} kills in mid-stream lose at most ${lostMs} ms of what a client had seen`, async () => {
  const { random, seed } = createRandom();
  const fake: FakeOllama = await startFakeOllama({ defaultScript: { tokens, tokenMs } });
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-killed-"));
  const env = { TEKTON_DATA_DIR: dataDir, OLLAMA_HOST: fake.url };
  const lags: number[] = [];
  let runs = 0;
  let unseen = 0;
  let hub = await spawnHub(env);
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const client = new HubClient(hub.url);
      const seen: Seen[] = Array.from({ length: streamsEach }, () => ({ id: "", text: "", steps: [] }));
      const reading = seen.map(async (one, i) => {
        const response = await client.ask(`question ${kill}.${i}`).catch(() => null);
        if (response) await readUntilCut(response, one);
      });
      const chat = client
        .call<{ session_id: string }>("chat.send", {
          specialist_id: "apollo-ai",
          content: "hello",
          client_message_id: `kill-${kill}`,
        })
        .catch(() => null);
      if (random() < 0.9)
        await vi.waitUntil(() => seen.every(({ text }) => text !== ""), { timeout: 20_000, interval: 2 });
      await new Promise((resolve) => setTimeout(resolve, random() * 600));
      const killedAt = performance.now();
      await hub.stop("SIGKILL");
      await Promise.all(reading);
      const sent = await chat;

      hub = await spawnHub(env);
      const again = new HubClient(hub.url);
      expect((await again.runs("&status=running")).concat(await again.runs("&status=queued"))).toEqual([]);
      for (const { id, steps } of seen) {
        if (id === "") {
          unseen += 1;
          continue;
        }
        const run = await again.run(id);
        expect(run.status).toBe("interrupted");
        expect(run.error?.code).toBe("INTERRUPTED");
        expect(tokens.join("").startsWith(run.content)).toBe(true);
        runs += 1;
        const kept = reach(run.content);
        const lost = steps.find((step) => step.reach > kept);
        lags.push(lost ? Math.max(0, killedAt - lost.at) : 0);
      }
      const { sessions } = await again.query<{ sessions: { id: string; message_count: number }[] }>("chat.recent");
      if (sent) {
        const { session_id } = sent;
        expect(sessions.find(({ id }) => id === session_id)?.message_count).toBe(2);
        // Not busy: the next message is taken.
        await again.call("chat.send", {
          specialist_id: "apollo-ai",
          session_id,
          content: "again",
          client_message_id: `kill-${kill}-again`,
        });
      }
    }
  } finally {
    await hub.stop("SIGKILL");
    await fake.close();
    await rm(dataDir, { recursive: true, force: true });
  }
  lags.sort((a, b) => a - b);
  const at = (part: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * part))]?.toFixed(0) ?? 0;
  process.stdout.write(
    `kills: seed ${seed}, ${kills} kills, ${runs} runs cut, ${unseen} before their first byte; ` +
      `lost, ms before the kill: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}\n`,
  );
  expect(lags.at(-1) ?? 0).toBeLessThanOrEqual(lostMs);
}, 600_000);
