import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acquireLock, readLock } from "./lock-file.ts";

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-lock-"));
  path = join(dir, "tekton.db");
});
const children: ChildProcess[] = [];
afterEach(async () => {
  await Promise.all(children.splice(0).map(end));
  await rm(dir, { recursive: true, force: true });
});

/** Starts a process that tries to hold the lock; resolves with what it says of that. */
async function holder(): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "hold-lock.fixture.ts"), path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [says] = await once(createInterface({ input: child.stdout }), "line");
  return { child, says };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("says who holds it, privately, until it is released", async () => {
  expect(await readLock(path)).toBeNull();
  const lock = await acquireLock(path, { state: "starting" });
  expect(await readLock(path)).toMatchObject({ pid: process.pid, startedAt: expect.any(String), state: "starting" });
  await lock.update({ port: 8003 });
  expect(await readLock(path)).toEqual({ pid: process.pid, startedAt: expect.any(String), port: 8003 });
  expect((await stat(`${path}.lock`)).mode & 0o777).toBe(0o600);
  await lock.release();
  await lock.release();
  expect(await readLock(path)).toBeNull();
  expect(await readdir(dir)).toEqual(["tekton.db.guard"]);
  await (await acquireLock(path, {})).release();
});

it("refuses a second holder in the same process", async () => {
  const lock = await acquireLock(path, {});
  await expect(acquireLock(path, {})).rejects.toMatchObject({ code: "CONFLICT", details: { pid: process.pid } });
  expect(await readLock(path)).not.toBeNull();
  await lock.release();
});

it("refuses while another process lives, naming it, and survives kill -9 of it", async () => {
  const { child, says } = await holder();
  expect(says).toBe("held");
  expect(await readLock(path)).toMatchObject({ pid: child.pid, port: 8003 });
  await expect(acquireLock(path, {})).rejects.toThrow(new RegExp(`Process ${child.pid} .*Stop it`));
  await end(child);
  expect(await readFile(`${path}.lock`, "utf8")).toContain(`${child.pid}`);
  expect(await readLock(path)).toBeNull();
  await (await acquireLock(path, {})).release();
});

it("what a dead holder or anybody else wrote into the lock file decides nothing", async () => {
  for (const text of ["", "{", "[]", JSON.stringify({ pid: process.ppid, startedAt: "2026-01-01T00:00:00.000Z" })]) {
    await writeFile(`${path}.lock`, text);
    expect(await readLock(path)).toBeNull();
    await (await acquireLock(path, {})).release();
  }
});

it("of processes that start together over a dead one's lock, exactly one gets it", async () => {
  for (let round = 0; round < 3; round++) {
    const all = await Promise.all(Array.from({ length: 5 }, holder));
    expect(all.map(({ says }) => says).filter((says) => says === "held")).toHaveLength(1);
    expect(all.map(({ says }) => says).filter((says) => says.startsWith("refused: "))).toHaveLength(4);
    await Promise.all(all.map(({ child }) => end(child)));
  }
});

it("readers that look all the time turn no start away", async () => {
  for (let round = 0; round < 50; round++) {
    const lock = await acquireLock(path, {});
    const looks = Array.from({ length: 10 }, () => readLock(path));
    await lock.release();
    const [next] = await Promise.all([acquireLock(path, {}), ...looks]);
    await next.release();
  }
});
