/**
 * Makes what is generated: the database client and the browser pages. Each is made when what it is
 * made from has changed, and only then.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

interface RunOptions {
  readonly env?: Record<string, string>;
  /** Writes to standard error alone: standard output is for the answer of the command. */
  readonly aside?: boolean;
}

/** Runs a program of node_modules/.bin; resolves with its exit code. */
export function run(program: string, args: readonly string[], { env, aside }: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, "node_modules/.bin", program), args, {
      cwd: root,
      stdio: ["inherit", aside ? process.stderr : "inherit", "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
      shell: process.platform === "win32",
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** SHA-256 over the names and bytes of files, folders taken whole. */
function fingerprint(paths: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else if (!path.endsWith(".test.ts")) {
      hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path));
    }
  };
  for (const path of paths) add(join(root, path));
  return hash.digest("hex");
}

interface Product {
  readonly name: string;
  readonly from: readonly string[];
  /** Written last, so that a half-made product is made again. */
  readonly stamp: string;
  readonly make: () => Promise<number>;
}

const products: Record<"client" | "pages", Product> = {
  client: {
    name: "database client",
    from: ["prisma/schema.prisma", "package-lock.json"],
    stamp: "src/server/db/generated/.made-from",
    // Generating needs no engine, but the command looks for one and would download it: any file will do.
    make: () =>
      run("prisma", ["generate", "--schema", "prisma/schema.prisma", "--no-hints"], {
        env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
        aside: true,
      }),
  },
  pages: {
    name: "pages",
    from: [
      "src/app",
      "src/components",
      "src/contract",
      "src/server/transport/trpc",
      "next.config.mjs",
      "postcss.config.mjs",
      "tsconfig.json",
      "package-lock.json",
    ],
    stamp: ".next/.made-from",
    make: () => run("next", ["build"], { env: { NODE_ENV: "production" }, aside: true }),
  },
};

/** @throws Error when making it failed */
export async function prepare(which: keyof typeof products): Promise<void> {
  const { name, from, stamp, make } = products[which];
  const wanted = fingerprint(from);
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) return;
  process.stderr.write(`Making the ${name}…\n`);
  const code = await make();
  if (code !== 0) throw new Error(`Making the ${name} failed.`);
  writeFileSync(path, wanted);
}
