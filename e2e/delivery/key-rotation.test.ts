/** `npm run keys`: keys change under everything that is stored, whenever it is killed, and nothing is lost. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runToEnd } from "#e2e/doors/run-to-end.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { migrationsDir, startTestHub } from "#e2e/hub/start-test-hub.ts";
import { type Database, openDatabase } from "#server/db/client.ts";
import { createContentCodec } from "#server/db/content-codec.ts";
import { createKey, formatKey, loadKeyring } from "#server/db/keyring.ts";
import { acquireLock } from "#server/db/lock-file.ts";
import { countByKey } from "#server/db/reseal.ts";
import { storedTexts, textAt, textsEach, writeSealedRows, wrongTexts } from "#server/db/sealed-rows.fixture.ts";
import { createRandom } from "./random.ts";

const root = join(import.meta.dirname, "../..");
const kills = Number(process.env.TEST_KILLS ?? 12);
const rows = 1_200;

let dataDir: string;
let databasePath: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-rotation-"));
  databasePath = join(dataDir, "tekton.db");
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function withDatabase<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ path: databasePath, migrationsDir });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

const fill = async (count: number) => {
  const keyring = await loadKeyring({ dataDir });
  await withDatabase(({ prisma }) => writeSealedRows(prisma, keyring, count));
  return keyring;
};

const keys = (args: string[], env: Record<string, string> = {}) =>
  runToEnd("scripts/keys.ts", args, { TEKTON_DATA_DIR: dataDir, ...env });

interface Killed {
  /** Null when it came to its end first. */
  readonly afterPages: number | null;
  readonly said: readonly string[];
}

/** Runs a rotation until it has told of `pages` pages and `ms` more have passed, then kills it. */
async function rotateUntilKilled(pages: number, ms: number): Promise<Killed> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/keys.ts", "rotate"], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, TEKTON_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  let told = 0;
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    if (told >= pages) timer ??= setTimeout(() => child.kill("SIGKILL"), ms);
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(line);
    arm();
  });
  createInterface({ input: child.stderr }).on("line", () => {
    told += 1;
    arm();
  });
  const [, signal] = await once(child, "close");
  clearTimeout(timer);
  return { afterPages: signal === "SIGKILL" ? told : null, said };
}

test(`a rotation of ${rows * textsEach} texts, killed at ${kills} moments and gone on with, loses none and leaves none behind`, async () => {
  const { random, seed } = createRandom();
  const [first] = await fill(rows);
  const killedAfter: number[] = [];
  let ended = 0;
  while (killedAfter.length < kills) {
    const before = await loadKeyring({ dataDir });
    const { afterPages, said } = await rotateUntilKilled(Math.floor(random() * 12), random() * 60);
    if (afterPages === null) ended += 1;
    else killedAfter.push(afterPages);
    if (before.length > 1 && said.length > 0)
      expect(said[0]).toContain(`did not finish: going on with key ${before[0].id}`);

    const keyring = await loadKeyring({ dataDir });
    expect(keyring.length).toBeLessThanOrEqual(2);
    if (before.length > 1) expect(keyring[0].id).toBe(before[0].id);
    const texts = await withDatabase(({ prisma }) => storedTexts(prisma));
    expect(texts).toHaveLength(rows * textsEach);
    expect(wrongTexts(createContentCodec(keyring), texts)).toEqual([]);
  }

  const { code, stdout } = await keys(["rotate"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^[\d,]+ texts? re-sealed, 0 left on older keys\.$/m);
  const keyring = await loadKeyring({ dataDir });
  expect(keyring).toHaveLength(1);
  const written = await readFile(join(dataDir, "encryption.key"), "utf8");
  expect(written).toBe(`${formatKey(keyring[0])}\n`);
  expect(written).not.toContain(formatKey(first));
  expect((await stat(join(dataDir, "encryption.key"))).mode & 0o777).toBe(0o600);
  expect((await readdir(dataDir)).filter((name) => name.startsWith("encryption.key"))).toEqual(["encryption.key"]);
  await withDatabase(async ({ prisma, integrity }) => {
    expect((await countByKey(prisma)).filter(({ keyId }) => keyId !== keyring[0].id)).toEqual([]);
    expect(wrongTexts(createContentCodec(keyring), await storedTexts(prisma))).toEqual([]);
    expect(await integrity()).toBe(true);
  });

  const hub = await startTestHub({ dataDir });
  const run = await new HubClient(hub.url).run("r00777");
  expect(run.content).toBe(textAt({ table: "Run", row: "r00777", column: "content" }));
  await hub.close();
  process.stdout.write(
    `key rotation: seed ${seed}, ${rows * textsEach} texts, ${kills} kills after ${killedAfter.join(", ")} pages, ` +
      `${ended} ended before their kill: 0 unreadable, 0 left on older keys\n`,
  );
}, 600_000);

test("the status tells keys and places, a rotation the counts", { timeout: 120_000 }, async () => {
  const [old] = await fill(20);
  const before = await keys(["status"]);
  expect([before.code, before.stderr]).toEqual([0, ""]);
  expect(before.stdout.split("\n").slice(0, 2)).toEqual([
    `${old.id} (newest): ${20 * textsEach} texts`,
    "  Run.prompt           20",
  ]);

  const rotated = await keys(["rotate"]);
  const [fresh] = await loadKeyring({ dataDir });
  expect(rotated.code).toBe(0);
  expect(rotated.stdout.split("\n").slice(0, 2)).toEqual([
    `Made key ${fresh.id}; the older one is ${old.id}.`,
    `${20 * textsEach} texts re-sealed, 0 left on older keys.`,
  ]);
  expect(fresh.id).not.toBe(old.id);

  const after = await keys(["status"]);
  expect(after.stdout).toContain(`${fresh.id} (newest): ${20 * textsEach} texts`);
  expect(after.stdout).not.toContain(old.id);
});

test("text that cannot be read is named by its place, stays, and keeps its key", { timeout: 120_000 }, async () => {
  const [old] = await fill(5);
  const content = await withDatabase(async ({ prisma }) => {
    const { content } = await prisma.run.findUniqueOrThrow({ where: { id: "r00001" } });
    await prisma.run.update({ where: { id: "r00002" }, data: { content } });
    return content;
  });
  for (const first of [/^Made key /, /^An earlier rotation did not finish/]) {
    const { code, stdout } = await keys(["rotate"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(first);
    expect(stdout).toContain(
      "re-sealed, 1 left on older keys.\nCannot be read, left as they are: 1 text.\n  Run r00002 content\n",
    );
    expect(stdout).not.toContain(content?.slice(20, 40));
    const keyring = await loadKeyring({ dataDir });
    expect(keyring.map(({ id }) => id)).toEqual([expect.not.stringMatching(old.id), old.id]);
  }
  await withDatabase(({ prisma }) => prisma.run.delete({ where: { id: "r00002" } }));
  expect((await keys(["rotate"])).code).toBe(0);
  expect(await loadKeyring({ dataDir })).toHaveLength(1);
});

test("keys of the variable are used as they stand there, and the file is left alone", {
  timeout: 120_000,
}, async () => {
  const [old] = await fill(5);
  const file = await readFile(join(dataDir, "encryption.key"), "utf8");
  const alone = await keys(["rotate"], { TEKTON_ENCRYPTION_KEY: formatKey(old) });
  expect([alone.code, alone.stdout]).toEqual([1, ""]);
  expect(alone.stderr).toMatch(/one key only.*npm run keys -- new/);

  const made = await keys(["new"]);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const both = { TEKTON_ENCRYPTION_KEY: `${made.stdout.trim()},${formatKey(old)}` };
  const [fresh] = await loadKeyring({ dataDir, env: both.TEKTON_ENCRYPTION_KEY });
  const { code, stdout } = await keys(["rotate"], both);
  expect(code).toBe(0);
  expect(stdout).toBe(
    `Sealing with ${fresh.id}, the first key of TEKTON_ENCRYPTION_KEY.\n${5 * textsEach} texts re-sealed, 0 left on older keys.\n` +
      `These may be taken out of TEKTON_ENCRYPTION_KEY: ${old.id}.\n`,
  );
  expect(await readFile(join(dataDir, "encryption.key"), "utf8")).toBe(file);
});

test("while another holds the database nothing is done, and who it is is said", { timeout: 60_000 }, async () => {
  await fill(1);
  const file = await readFile(join(dataDir, "encryption.key"), "utf8");
  const lock = await acquireLock(databasePath, {});
  const { code, stdout, stderr } = await keys(["rotate"]);
  await lock.release();
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(new RegExp(`^Process ${process.pid} .*already uses the database`));
  expect(await readFile(join(dataDir, "encryption.key"), "utf8")).toBe(file);
});

test.each([[[]], [["unknown"]], [["rotate", "now"]], [["rotate", "--fast"]]])(
  "%j is answered with how to use it, and touches nothing",
  async (args) => {
    const { code, stdout, stderr } = await keys(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/Usage:\n {2}npm run keys -- status|'--fast'/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await readdir(dataDir)).toEqual([]);
  },
);

test("a key file that holds no key is not written over", { timeout: 60_000 }, async () => {
  await fill(1);
  await writeFile(join(dataDir, "encryption.key"), `${formatKey(createKey())},nonsense\n`);
  const { code, stderr } = await keys(["rotate"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^key 2 of .*encryption\.key is not 32 bytes/);
  expect(await readFile(join(dataDir, "encryption.key"), "utf8")).toContain("nonsense");
});
