/**
 * The keys that stored text is sealed with.
 *
 * Owns where they come from: the variable TEKTON_ENCRYPTION_KEY, else a file made at the first start.
 * Invariant: the newest key (the first) encrypts, all of them decrypt; a malformed key stops the start
 * instead of being skipped. No message holds a key.
 */
import { createHash, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#server/kernel/app-error.ts";

export interface Key {
  /** The first 8 hex digits of the SHA-256 of the key. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

/** Newest first. */
export type Keyring = readonly [Key, ...Key[]];

const keyBytes = 32;
const encodings = [
  { pattern: /^[0-9a-f]{64}$/i, encoding: "hex" },
  { pattern: /^[\w-]{43}=?$/, encoding: "base64url" },
  { pattern: /^[A-Za-z0-9+/]{43}=?$/, encoding: "base64" },
] as const;

/**
 * The keys of `env` (the value of TEKTON_ENCRYPTION_KEY: 32 bytes each as base64, base64url or hex,
 * newest first, separated by commas); without it those of `<dataDir>/encryption.key`, which is made,
 * mode 0600, when there is none. Throws AppError INTERNAL that names the variable or the file.
 */
export async function loadKeyring({ dataDir, env }: { dataDir: string; env?: string }): Promise<Keyring> {
  if (env?.trim()) return parseKeys(env, "TEKTON_ENCRYPTION_KEY");
  const path = keyFilePath(dataDir);
  return parseKeys((await readIfThere(path)) ?? (await createKeyFile(dataDir, path)), path);
}

export const keyFilePath = (dataDir: string): string => join(dataDir, "encryption.key");

/** A key as it is written into the variable or the file. */
export const formatKey = ({ bytes }: Key): string => bytes.toString("base64url");

export const createKey = (): Key => toKey(randomBytes(keyBytes));

/**
 * Replaces the keys of `<dataDir>/encryption.key`; when it returns they are on the disk. A crash leaves
 * the file as it was or as it shall be. The caller holds the lock of the database.
 */
export async function replaceKeyFile(dataDir: string, keyring: Keyring): Promise<void> {
  const path = keyFilePath(dataDir);
  const draft = `${path}.next`;
  await rm(draft, { force: true });
  await writeFile(draft, `${keyring.map(formatKey).join(",")}\n`, { mode: 0o600, flag: "wx", flush: true });
  await rename(draft, path);
  const dir = await open(dataDir);
  await dir.sync().finally(() => dir.close());
}

function parseKeys(text: string, source: string): Keyring {
  const [newest, ...older] = text
    .split(",")
    .map((part, index) => parseKey(part.trim(), `key ${index + 1} of ${source}`));
  if (!newest) throw malformed(source);
  return [newest, ...older];
}

function parseKey(text: string, source: string): Key {
  const encoding = encodings.find(({ pattern }) => pattern.test(text))?.encoding;
  const bytes = Buffer.from(text, encoding);
  if (!encoding || bytes.length !== keyBytes) throw malformed(source);
  return toKey(bytes);
}

const toKey = (bytes: Buffer): Key => ({
  id: createHash("sha256").update(bytes).digest("hex").slice(0, 8),
  bytes,
});

const malformed = (source: string): AppError =>
  new AppError("INTERNAL", `${source} is not ${keyBytes} bytes as base64, base64url or hex.`);

/** A hard link appears whole or not at all, and never replaces the key of a process that was first. */
async function createKeyFile(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  await writeFile(draft, `${formatKey(createKey())}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await unlink(draft);
  }
  return readFile(path, "utf8");
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new AppError("INTERNAL", `The key file ${path} cannot be read.`, undefined, error);
  }
}
