/** One of the bench's own scripts as a process that says where it listens. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface SpawnedScript {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** @param file in this folder; its first line of output is its URL. Rejects when it ends before that. */
export async function spawnScript(file: string, args: readonly string[]): Promise<SpawnedScript> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, file), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([
    once(lines, "line").then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error(`${file} ended before it listened`))),
  ]);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
