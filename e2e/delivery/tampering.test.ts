/**
 * Whoever can write the database file cannot make the hub say something else: text that was changed,
 * moved or sealed with another key is refused, never shown. Everything else is served as before.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { HubClient } from "#e2e/hub/hub-client.ts";
import { spawnHub } from "#e2e/hub/spawn-hub.ts";
import { createContentCodec, type Place } from "#server/db/content-codec.ts";
import { createKey, formatKey } from "#server/db/keyring.ts";
import { createRandom } from "./random.ts";
import { type Stage, startStage } from "./start-stage.ts";

/** In every text of the sessions, so that none can be shown unnoticed. */
const mark = "tamper-mark";

const { random, seed, pick } = createRandom();
let dataDir: string;
let stage: Stage;
let file: DatabaseSyncInstance;

interface Conversation {
  readonly session: string;
  readonly run: string;
  readonly question: string;
}
let victim: Conversation;
let other: Conversation;

async function converse(client: HubClient, name: string): Promise<Conversation> {
  const { id } = await client.openSession({ title: `${mark} title ${name}`, metadata: { note: `${mark} note` } });
  const { run_id } = await client.tell(id, `${mark} question ${name}`);
  const question = (await client.session(id)).messages[0]?.id ?? "";
  return { session: id, run: run_id, question };
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-tamper-"));
  const before = await startStage({ dataDir });
  before.fake.defaultScript = { tokens: [`${mark} `, "answer"] };
  victim = await converse(before.client, "one");
  other = await converse(before.client, "two");
  await before.close();
  // Started again, so that nothing is answered from memory.
  stage = await startStage({ dataDir });
  file = new DatabaseSync(join(dataDir, "tekton.db"), { timeout: 5_000 });
});
afterAll(async () => {
  process.stdout.write(`tampering: seed ${seed}, ${refusals} flipped bits through HTTP: all refused\n`);
  file?.close();
  await stage?.close();
  await rm(dataDir, { recursive: true, force: true });
});

const read = ({ table, row, column }: Place): string =>
  String(file.prepare(`SELECT "${column}" AS text FROM "${table}" WHERE id = ?`).get(row)?.text);
const write = ({ table, row, column }: Place, text: string): void => {
  file.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE id = ?`).run(text, row);
};

/** What a test changed, as it was. */
const changed = new Map<Place, string>();
function tamper(place: Place, text: string): void {
  if (!changed.has(place)) changed.set(place, read(place));
  write(place, text);
}
function restore(): void {
  for (const [place, text] of changed) write(place, text);
  changed.clear();
}
afterEach(restore);

interface Target {
  readonly name: string;
  readonly at: (conversation: Conversation) => Place;
  /** What shows this text: GET addresses. The first is asked most. */
  readonly doors: (conversation: Conversation) => string[];
}

const procedure = (name: string, input: object) =>
  `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;
const sessionDoors = ({ session }: Conversation) => [
  `/api/v2/sessions/${session}`,
  procedure("sessions.get", { session_id: session }),
];

const targets: readonly Target[] = [
  {
    name: "a run's content",
    at: ({ run }) => ({ table: "Run", row: run, column: "content" }),
    doors: (c) => [
      `/api/v2/runs/${c.run}`,
      `/api/v2/runs/${c.run}/stream?after=0`,
      procedure("runs.get", { run_id: c.run }),
      ...sessionDoors(c),
    ],
  },
  {
    name: "a message's content",
    at: ({ question }) => ({ table: "Message", row: question, column: "content" }),
    doors: sessionDoors,
  },
  {
    name: "a session's title",
    at: ({ session }) => ({ table: "Session", row: session, column: "title" }),
    doors: (c) => [...sessionDoors(c), `/api/v2/sessions/${c.session}/export`],
  },
];

/** The answer as a refusal that says nothing of what is stored. */
async function expectRefused(address: string): Promise<void> {
  const response = await fetch(`${stage.test.url}${address}`);
  const body = await response.text();
  expect([response.status, body], address).toEqual([500, expect.stringContaining("INTERNAL")]);
  expect(body).not.toContain(mark);
  expect(body).not.toMatch(/\bat .*[.]ts|node:|\/src\/|"stack"/);
}

const get = async (address: string): Promise<unknown> => (await fetch(`${stage.test.url}${address}`)).json();

interface Part {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Where the parts of sealed text are, in characters. */
function partsOf(sealed: string): Part[] {
  let from = 0;
  return sealed.split(".").map((part, i) => {
    const name = ["version", "key id", "iv", "tag", "ciphertext"][i] ?? "";
    const found = { name, from, to: from + part.length };
    from = found.to + 1;
    return found;
  });
}

const flip = (text: string, at: number, bit: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);

let refusals = 0;

describe.each(targets)("$name", { timeout: 60_000 }, ({ at, doors }) => {
  test("is refused at every door when a bit of any of its parts is flipped, and at one for every bit", async () => {
    const place = at(victim);
    const sealed = read(place);
    const [door = ""] = doors(victim);
    const parts = partsOf(sealed);
    expect(parts.map(({ name }) => name)).toEqual(["version", "key id", "iv", "tag", "ciphertext"]);
    for (const { from, to } of parts) {
      tamper(place, flip(sealed, from + Math.floor(random() * (to - from)), pick([0, 1, 2, 3, 4, 5, 6])));
      for (const address of doors(victim)) await expectRefused(address);
    }
    for (let i = 0; i < sealed.length; i += 1) {
      for (let bit = 0; bit < 7; bit += 1) {
        tamper(place, flip(sealed, i, bit));
        await expectRefused(door);
        refusals += 1;
      }
    }
  });

  test("is refused when it is another row's, both ways", async () => {
    const [mine, theirs] = [at(victim), at(other)];
    const [a, b] = [read(mine), read(theirs)];
    tamper(mine, b);
    tamper(theirs, a);
    for (const address of [...doors(victim), ...doors(other)]) await expectRefused(address);
  });

  test("is refused when it is another column's, of this row or elsewhere", async () => {
    const place = at(victim);
    const foreign: Place[] = [
      { table: "Run", row: victim.run, column: "prompt" },
      { table: "Session", row: victim.session, column: "metadata" },
      ...targets.map((target) => target.at(victim)).filter(({ table }) => table !== place.table),
    ];
    for (const text of foreign.map(read)) {
      tamper(place, text);
      for (const address of doors(victim)) await expectRefused(address);
    }
  });

  test("is refused when its key is not here, and when it is not sealed at all", async () => {
    const place = at(victim);
    for (const text of [
      createContentCodec([createKey()]).seal(`${mark} forged`, place),
      `${mark} forged`,
      "v1....",
      "",
    ]) {
      tamper(place, text);
      for (const address of doors(victim)) await expectRefused(address);
    }
  });

  test("hides nobody else's: other sessions and runs are as before, and so is this one once it is whole again", async () => {
    const addresses = targets
      .flatMap((target) => target.doors(other))
      .filter((address) => !/stream|export/.test(address));
    const mine = doors(victim)[0] ?? "";
    const before = await Promise.all(addresses.map(get));
    expect(JSON.stringify(before)).toContain(mark);
    const whole = await get(mine);
    tamper(at(victim), flip(read(at(victim)), 20, 0));
    await expectRefused(mine);
    const still = (answer: unknown) => JSON.stringify(answer).replace(/"expires_at":"[^"]*"/g, "");
    expect((await Promise.all(addresses.map(get))).map(still)).toEqual(before.map(still));
    restore();
    expect(still(await get(mine))).toBe(still(whole));
  });
});

test("lists and searches show all else, and nothing in the place of the damaged", async () => {
  for (const { at } of targets) tamper(at(victim), flip(read(at(victim)), 20, 0));
  const { sessions } = (await get("/api/v2/sessions")) as { sessions: { id: string; title: string | null }[] };
  expect(Object.fromEntries(sessions.map(({ id, title }) => [id, title]))).toEqual({
    [victim.session]: null,
    [other.session]: `${mark} title two`,
  });
  const found = (await get(`/api/v2/sessions?q=question`)) as { sessions: { id: string }[] };
  expect(found.sessions.map(({ id }) => id)).toEqual([other.session]);
  const history = (await get("/api/v2/history/apollo")) as {
    messages: { session_id: string; content: string; status: string }[];
  };
  const shown = (session: string) => history.messages.filter(({ session_id }) => session_id === session);
  expect(shown(victim.session).map(({ content, status }) => [content, status])).toEqual([
    ["", "failed"],
    ["", "failed"],
  ]);
  expect(shown(other.session).map(({ content }) => content)).toEqual([`${mark} answer`, `${mark} question two`]);
});

test("an export that meets a damaged message is not given out as a whole one", async () => {
  tamper(targets[1]?.at(victim) as Place, "damaged");
  for (const format of ["json", "markdown"]) {
    const response = await fetch(`${stage.test.url}/api/v2/sessions/${victim.session}/export?format=${format}`);
    const whole =
      response.status === 200 &&
      (await response.text().then(
        () => true,
        () => false,
      ));
    expect(whole, format).toBe(false);
  }
});

test("no model is given a conversation that cannot be read", async () => {
  tamper(targets[1]?.at(victim) as Place, flip(read(targets[1]?.at(victim) as Place), 40, 1));
  const asked = stage.fake.requests.length;
  await expect(stage.client.tell(victim.session, "and then?")).rejects.toMatchObject({ status: 500, code: "INTERNAL" });
  expect(stage.fake.requests.slice(asked).filter(({ path }) => path === "/api/chat")).toEqual([]);
});

test("a hub whose key is gone does not start, and says which one and what to do", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tekton-tamper-"));
  const before = await startStage({ dataDir: dir });
  const { run } = await converse(before.client, "three");
  await before.close();
  const stored = new DatabaseSync(join(dir, "tekton.db"));
  const { prompt } = stored.prepare("SELECT prompt FROM Run WHERE id = ?").get(run) as { prompt: string };
  stored.close();

  const started = spawnHub({ TEKTON_DATA_DIR: dir, TEKTON_ENCRYPTION_KEY: formatKey(createKey()) });
  const failure = await started.then(
    async (hub) => {
      await hub.stop("SIGTERM");
      return "it started";
    },
    (error: Error) => error.message,
  );
  await rm(dir, { recursive: true, force: true });
  expect(failure).toMatch(new RegExp(`could not start.*${prompt.split(".")[1]}.*TEKTON_ENCRYPTION_KEY`));
}, 60_000);
