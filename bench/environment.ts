/** Where and on what a run was made: a figure without it says nothing. */
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";

export interface Environment {
  readonly startedAt: string;
  readonly seed: number;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Over the last minute, before the run: more than nothing means that others were at work. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

const measured = ["undici", "ollama", "@prisma/client", "@photostructure/sqlite", "@trpc/server", "zod", "tsx"];

export function readEnvironment(seed: number): Environment {
  const root = join(import.meta.dirname, "..");
  const { version, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
    dependencies: Record<string, string>;
  };
  return {
    startedAt: new Date().toISOString(),
    seed,
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    load: loadavg()[0] ?? Number.NaN,
    versions: { tekton: version, ...Object.fromEntries(measured.map((name) => [name, dependencies[name] ?? "?"])) },
  };
}
