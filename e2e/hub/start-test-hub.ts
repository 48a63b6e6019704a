/**
 * A whole hub for a test: real SQLite in a folder of its own, real HTTP on a free port, in this
 * process. Without pages; `TEKTON_PROVIDER` and the like are given as environment variables.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "#server/env.ts";
import { createHub, type Hub } from "#server/hub.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { type Log, silentLog } from "#server/kernel/log.ts";
import { createHttpServer } from "#server/transport/http/http-server.ts";

export const migrationsDir = join(import.meta.dirname, "../../prisma/sqlite/migrations");

/** Where nothing listens: what a test hub takes for Ollama unless told otherwise. */
export const deadUrl = "http://127.0.0.1:9";

export interface TestHub {
  readonly hub: Hub;
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  close(): Promise<void>;
}

export interface TestHubOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly log?: Log;
  /** A data directory that outlives this hub; default: a fresh one, removed at the end. */
  readonly dataDir?: string;
}

export async function startTestHub({ env, clock, log = silentLog, dataDir }: TestHubOptions = {}): Promise<TestHub> {
  const dir = dataDir ?? (await mkdtemp(join(tmpdir(), "tekton-hub-")));
  const settings = readEnv({
    PORT: "0",
    TEKTON_DATA_DIR: dir,
    OLLAMA_HOST: deadUrl,
    TEKTON_DEMO_DELAY_MS: "0",
    TEKTON_UI: "off",
    ...env,
  });
  const hub = await createHub({ env: settings, version: "0.0.0-test", migrationsDir, log, ...(clock && { clock }) });
  const server = createHttpServer(hub, null);
  const port = await server.listen(0, "127.0.0.1");
  const url = `http://127.0.0.1:${port}`;
  await hub.announce(url);
  return {
    hub,
    url,
    port,
    dataDir: dir,
    close: async () => {
      const closed = server.close(0);
      await hub.close();
      await closed;
      if (!dataDir) await rm(dir, { recursive: true, force: true });
    },
  };
}
