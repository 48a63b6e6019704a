import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createKey, formatKey, loadKeyring, replaceKeyFile } from "./keyring.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-keys-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it("makes a key at the first start, readable by its owner only, and keeps it", async () => {
  const nested = join(dataDir, "new");
  const first = await loadKeyring({ dataDir: nested });
  expect(await loadKeyring({ dataDir: nested, env: "" })).toEqual(first);
  expect(await readdir(nested)).toEqual(["encryption.key"]);
  expect((await stat(join(nested, "encryption.key"))).mode & 0o777).toBe(0o600);
});

it("processes that start together agree on one key", async () => {
  const rings = await Promise.all(Array.from({ length: 20 }, () => loadKeyring({ dataDir })));
  expect(new Set(rings.map(([newest]) => newest.id)).size).toBe(1);
  expect(await readdir(dataDir)).toEqual(["encryption.key"]);
});

it("reads base64, base64url and hex, newest first, and does not touch the disk for it", async () => {
  const keys = Array.from({ length: 40 }, () => randomBytes(32));
  const forms = ["hex", "base64", "base64url"] as const;
  const env = keys.map((key, i) => key.toString(forms[i % 3])).join(" , ");
  const ring = await loadKeyring({ dataDir, env });
  expect(ring.map(({ bytes }) => bytes)).toEqual(keys);
  expect(ring[0].id).toBe(
    createHash("sha256")
      .update(keys[0] ?? "")
      .digest("hex")
      .slice(0, 8),
  );
  expect(await readdir(dataDir)).toEqual([]);
});

it("a malformed key stops the start, says where it is and does not show it", async () => {
  const good = randomBytes(32).toString("hex");
  for (const bad of ["SECRET", good.slice(1), `${good}00`, randomBytes(31).toString("base64"), "z".repeat(64)]) {
    const failure = await loadKeyring({ dataDir, env: `${good},${bad}` }).catch((error: Error) => error);
    expect(failure).toMatchObject({
      code: "INTERNAL",
      message: expect.stringContaining("key 2 of TEKTON_ENCRYPTION_KEY"),
    });
    expect(failure).toMatchObject({ message: expect.not.stringContaining(bad) });
  }
  await expect(loadKeyring({ dataDir, env: `${good},` })).rejects.toThrow("key 2 of TEKTON_ENCRYPTION_KEY");
  const path = join(dataDir, "encryption.key");
  await writeFile(path, "");
  await expect(loadKeyring({ dataDir })).rejects.toThrow(path);
  expect(await readFile(path, "utf8")).toBe("");
});

it("replaces the file whole, readable by its owner only, and what an interrupted try left does not matter", async () => {
  const [first] = await loadKeyring({ dataDir });
  const key = createKey();
  await writeFile(join(dataDir, "encryption.key.next"), "half a k", { mode: 0o644 });
  await replaceKeyFile(dataDir, [key, first]);
  expect(await loadKeyring({ dataDir })).toEqual([key, first]);
  await replaceKeyFile(dataDir, [key]);
  expect(await loadKeyring({ dataDir })).toEqual([key]);
  expect(await readdir(dataDir)).toEqual(["encryption.key"]);
  expect((await stat(join(dataDir, "encryption.key"))).mode & 0o777).toBe(0o600);
});

it("a new key is written in a form that is read back", async () => {
  const keys = [createKey(), createKey()];
  expect(await loadKeyring({ dataDir, env: keys.map(formatKey).join(",") })).toEqual(keys);
});
