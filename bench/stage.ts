/** Everything that is measured, each a process of its own on loopback: upstream, bare proxy, hub. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SpawnedHub, spawnHub } from "#e2e/hub/spawn-hub.ts";
import { spawnScript } from "./spawn-script.ts";

interface Listener {
  readonly url: string;
  readonly pid: number;
}

export interface Stage {
  readonly upstream: Listener;
  readonly proxy: Listener;
  readonly hub: Listener;
  /** Ends all three and removes the hub's data. */
  close(): Promise<void>;
}

/** A hub that asks this upstream, with room for every run of the bench. */
export const startHub = (dataDir: string, upstreamUrl: string): Promise<SpawnedHub> =>
  spawnHub({
    TEKTON_DATA_DIR: dataDir,
    TEKTON_PROVIDER: "ollama",
    OLLAMA_HOST: upstreamUrl,
    TEKTON_MAX_PARALLEL: "100",
    TEKTON_RATE_LIMIT: "0",
    LOG_LEVEL: "warn",
  });

/** @param lastingSeconds the lengths of sustained answers the upstream knows */
export async function startStage(lastingSeconds: readonly number[]): Promise<Stage> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of undo.splice(0).reverse()) await stop();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), "tekton-bench-"));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const upstream = await spawnScript("upstream.ts", lastingSeconds.map(String));
    undo.push(upstream.stop);
    const proxy = await spawnScript("bare-proxy.ts", [upstream.url]);
    undo.push(proxy.stop);
    const hub = await startHub(dataDir, upstream.url);
    undo.push(() => hub.stop("SIGTERM"));
    return { upstream, proxy, hub, close };
  } catch (error) {
    await close();
    throw error;
  }
}
