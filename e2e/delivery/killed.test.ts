/**
 * Killed at any moment, a hub comes back with every run ended, nearly all of every answer, and every
 * message it had acknowledged, once.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { MessageView } from "#contract/session.ts";
import { startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient, type Refusal } from "#e2e/hub/hub-client.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";
import { type SpareHub, type SpawnedHub, spareHub, spawnHub } from "#e2e/hub/spawn-hub.ts";
import { prompts } from "./asked-of-model.ts";
import { checkDatabase } from "./check-database.ts";
import { ClientRecord, type Door } from "./client-record.ts";
import { createRandom, type Random } from "./random.ts";

const kills = Number(process.env.TEST_KILLS ?? 50);
const streamsEach = 6;
const sessions = Array.from({ length: 5 }, (_, n) => `session-${n}`);
const waitingEach = 3;
const tokenMs = 5;
/** What may be lost of a text: a checkpoint interval of 250 ms and the time to write, 500 ms in all. */
const lostMs = 500;
const checkedEvery = 20;

/** Each token says which it is, so that a text says how far it reached. */
const tokens = Array.from({ length: 4000 }, (_, i) => `<${i}>`);
const wholeText = tokens.join("");
const reach = (text: string): number => Number(/<(\d+)>$/.exec(text)?.[1] ?? -1) + 1;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Seen {
  id: string;
  text: string;
  /** How far the text reached, and when. */
  readonly steps: { readonly reach: number; readonly at: number }[];
}

/** Streams until the hub dies; what was seen grows in `seen`. */
async function readUntilCut(client: HubClient, question: string, seen: Seen): Promise<void> {
  try {
    const response = await client.ask(question);
    seen.id = response.headers.get("x-run-id") ?? "";
    for await (const { event } of readRunEvents(response)) {
      if (event.type !== "content") continue;
      seen.text += event.data;
      seen.steps.push({ reach: reach(event.data), at: performance.now() });
    }
  } catch {
    // The cut.
  }
}

/** Sends what is not answered yet and something new to every session, some of it twice, all at once. */
function converse(client: HubClient, record: ClientRecord, { random, pick }: Random, fresh: boolean) {
  return Promise.all(
    sessions.flatMap((session) => {
      const due = record.unanswered(session);
      while (fresh && due.length < waitingEach) due.push(record.add(session));
      return due.flatMap((message) =>
        Array.from({ length: random() < 0.25 ? 2 : 1 }, async () => {
          await pause(random() * 40);
          const door = pick<Door>(["whole", "stream", "trpc"]);
          await record.deliver(client, message, door, random() < 0.8 ? "queue" : "reject");
        }),
      );
    }),
  );
}

/** All messages of a session, oldest first. */
async function readWhole(client: HubClient, session: string): Promise<MessageView[]> {
  const pages: MessageView[][] = [];
  for (let before = ""; ; ) {
    const { messages, next_cursor } = await client.session(session, `?limit=200${before}`);
    pages.unshift(messages);
    if (next_cursor === null) return pages.flat();
    before = `&before=${next_cursor}`;
  }
}

test(`${kills} kills in mid-stream lose at most ${lostMs} ms of what a client had seen, and no message it had sent`, async () => {
  const startedAt = performance.now();
  const chance = createRandom();
  const { random, seed } = chance;
  const fake = await startFakeOllama({ defaultScript: { tokens, tokenMs } });
  fake.script("message", { echo: true, split: 3, tokenMs: 8 });
  const dataDir = await mkdtemp(join(tmpdir(), "tekton-killed-"));
  const env = { TEKTON_DATA_DIR: dataDir, OLLAMA_HOST: fake.url };
  const record = new ClientRecord();
  const { faults } = record;
  const lags: number[] = [];
  let kill = 0;
  let unseen = 0;
  let asked = 0;
  let resent = 0;
  let checks = 0;
  const checkPrompts = () => {
    for (const [, ...turns] of prompts(fake)) {
      asked += 1;
      const alternate = turns.every(({ role }, i) => role === (i % 2 === 0 ? "user" : "assistant"));
      if (!alternate || turns.length % 2 === 0) faults.push(`a prompt of roles ${turns.map(({ role }) => role)}`);
    }
    fake.requests.length = 0;
  };
  const checkFile = async () => {
    checks += 1;
    faults.push(...(await checkDatabase(dataDir)));
  };

  let hub: SpawnedHub = await spawnHub(env);
  let spare: SpareHub = spareHub(env);
  try {
    const first = new HubClient(hub.url);
    for (const id of sessions) await first.openSession({ id });
    for (; kill < kills; kill += 1) {
      // Loading is work: beside the hub it would hold up what is measured here.
      await spare.loaded;
      const client = new HubClient(hub.url);
      const seen: Seen[] = Array.from({ length: streamsEach }, () => ({ id: "", text: "", steps: [] }));
      const reading = seen.map((one, i) => readUntilCut(client, `question ${kill}.${i}`, one));
      resent += sessions.reduce((sum, session) => sum + record.unanswered(session).length, 0);
      const talking = converse(client, record, chance, true);
      const made = record.made.length;
      const writing = sessions
        .slice(0, 2)
        .map((id) => record.writeUntilCut(client, id, () => pause(10 + random() * 30)));
      if (random() < 0.9) {
        await vi.waitUntil(() => seen.every(({ text }) => text !== ""), { timeout: 20_000, interval: 2 });
      }
      await pause(random() * 400);
      const killedAt = performance.now();
      await hub.stop("SIGKILL");
      await Promise.all([...reading, talking, ...writing]);
      checkPrompts();
      if ((kill + 1) % checkedEvery === 0) await checkFile();

      hub = await spare.start();
      spare = spareHub(env);
      const again = new HubClient(hub.url);
      const unended = [...(await again.runs("&status=running")), ...(await again.runs("&status=queued"))];
      for (const { id } of unended) faults.push(`${id} goes on after kill ${kill}`);
      for (const { id, steps } of seen) {
        if (id === "") {
          unseen += 1;
          continue;
        }
        const { status, error, content } = await again.run(id);
        if (status !== "interrupted" || error?.code !== "INTERRUPTED")
          faults.push(`${id} is ${status}, ${error?.code}`);
        if (!wholeText.startsWith(content)) faults.push(`${id} has a text that is not its own`);
        const lost = steps.find((step) => step.reach > reach(content));
        lags.push(lost ? Math.max(0, killedAt - lost.at) : 0);
      }
      for (const session of sessions) record.checkNewest(await again.session(session, "?limit=100"), 30);
      for (const id of record.made.slice(made)) {
        await again.session(id).catch(({ code }: Refusal) => faults.push(`${id}: acknowledged and lost, ${code}`));
      }
    }
    // Left alone, the hub answers all that is still open.
    const client = new HubClient(hub.url);
    for (let tries = 0; tries < 5; tries += 1) await converse(client, record, chance, false);
    for (const session of sessions) {
      const whole = await readWhole(client, session);
      record.check(session, whole);
      const answered = record.of(session).filter(({ answer }) => answer !== null);
      expect(answered).toHaveLength(record.of(session).length);
      expect(whole).toHaveLength(2 * answered.length);
    }
    checkPrompts();
  } finally {
    await hub.stop("SIGKILL");
    await spare.discard();
    await checkFile();
    await fake.close();
    await rm(dataDir, { recursive: true, force: true });
    lags.sort((a, b) => a - b);
    const at = (part: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * part))]?.toFixed(0) ?? 0;
    const acked = record.sent.filter((message) => message.acked).length;
    const ofKind = (kind: string) => faults.filter((fault) => fault.includes(kind)).length;
    process.stdout.write(
      [
        `kills: seed ${seed}, ${kill} kills in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
        `streams: ${lags.length} cut, ${unseen} before their first byte; lost, ms before the kill: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}`,
        `sessions: ${record.sent.length} messages sent, ${resent} times again, ${acked} acknowledged; ${record.made.length} sessions made; ${ofKind("acknowledged and lost")} acknowledged and lost, ${ofKind("stored")} stored twice, ${ofKind("its answer")} answers lost`,
        `${asked} prompts, ${ofKind("roles") + ofKind("in a row")} with roles that do not alternate; the file checked ${checks} times, ${ofKind("integrity") + ofKind("foreign key")} faults; all faults: ${faults.length}`,
        ...faults.slice(0, 20),
        "",
      ].join("\n"),
    );
  }
  expect(faults).toEqual([]);
  expect(lags.at(-1) ?? 0).toBeLessThanOrEqual(lostMs);
}, 1_800_000);
