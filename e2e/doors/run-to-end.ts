/** Runs one of the project's programs to its end and keeps what it said. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { deadUrl } from "#e2e/hub/start-test-hub.ts";

const root = join(import.meta.dirname, "../..");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param program a TypeScript file, from the project's root */
export async function runToEnd(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
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
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      said[stream] += chunk;
    });
  }
  await once(child, "close");
  return { code: child.exitCode, ...said };
}
