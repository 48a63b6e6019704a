/** A hub as its own process, to be killed: the real entry point, its output kept. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { deadUrl } from "./start-test-hub.ts";

const root = join(import.meta.dirname, "../..");

export interface SpawnedHub {
  readonly url: string;
  readonly pid: number;
  /** Everything written to standard output and standard error so far. */
  readonly output: () => string;
  /** Sends the signal and waits for the end; returns the exit code, null when a signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** @param env must name TEKTON_DATA_DIR. Rejects with the output when the hub does not start. */
export async function spawnHub(env: Readonly<Record<string, string>>): Promise<SpawnedHub> {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "src/server/main.ts"], {
    cwd: root,
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      PORT: "0",
      OLLAMA_HOST: deadUrl,
      TEKTON_UI: "off",
      LOG_LEVEL: "warn",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = once(child, "exit");
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`the hub did not start:\n${output}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const found = /is at (http\S+)/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    stop: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
