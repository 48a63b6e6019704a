/** A hub as its own process, to be killed: the real entry point, its output kept. */
import { spawn } from "node:child_process";
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

/** A process that has loaded everything and opened nothing: for a start that takes no time. */
export interface SpareHub {
  /** Resolves when everything is loaded, and when it never will be. */
  readonly loaded: Promise<void>;
  /** Lets it go. Rejects as `spawnHub`. */
  start(): Promise<SpawnedHub>;
  /** Ends it unused. */
  discard(): Promise<unknown>;
}

/** What a spare says when it is loaded. */
export const loadedLine = "loaded";

type Settings = Readonly<Record<string, string>>;

/** @param env must name TEKTON_DATA_DIR. Rejects with the output when the hub does not start. */
export const spawnHub = (env: Settings): Promise<SpawnedHub> => launch("src/server/main.ts", env).started;

/** The same in development mode, with its pages. */
export const spawnDevHub = (env: Settings): Promise<SpawnedHub> =>
  launch("scripts/dev.ts", { TEKTON_UI: "on", NODE_ENV: "development", ...env }).started;

export function spareHub(env: Settings): SpareHub {
  const { child, started, stop } = launch("e2e/hub/spare-hub.fixture.ts", env);
  const loaded = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line === loadedLine) resolve();
    });
  });
  return {
    loaded,
    start: () => {
      child.stdin.write("start\n");
      return started;
    },
    discard: () => stop("SIGKILL"),
  };
}

function launch(program: string, env: Settings) {
  const child = spawn(process.execPath, ["--import", "tsx", program], {
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
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  const ended = once(child, "exit");
  const stop = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    return child.exitCode;
  };
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const started = new Promise<SpawnedHub>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`the hub did not start:\n${output}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const url = /is at (http\S+)/.exec(line)?.[1];
      if (url) resolve({ url, pid: child.pid ?? 0, output: () => output, stop });
    });
  });
  // A spare that is discarded never starts, and nobody waits for it.
  started.catch(() => {});
  return { child, started, stop };
}
