/** Hubs that have been in use for long, one more than the other, each a process of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SpawnedHub } from "#e2e/hub/spawn-hub.ts";
import { type SeedSize, seedDatabase } from "./seed-database.ts";
import { startHub } from "./stage.ts";

export interface SeededHub {
  readonly size: SeedSize;
  /** Ids of all its sessions. */
  readonly sessions: readonly string[];
  readonly url: string;
  readonly pid: number;
  /** Ends the process and starts another on the same data: one that remembers nothing. */
  restart(): Promise<void>;
}

export interface SessionStage {
  readonly upstream: { readonly url: string; readonly pid: number };
  readonly hubs: readonly SeededHub[];
  /** Ends the hubs and removes their data. */
  close(): Promise<void>;
}

/** Seeds a data directory of each size, then starts a hub on each. */
export async function startSessionStage(
  { upstream, sizes, random }: Pick<SessionStage, "upstream"> & { sizes: readonly SeedSize[]; random: () => number },
  say: (doing: string) => void,
): Promise<SessionStage> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of undo.splice(0).reverse()) await stop();
  };
  const seed = async (size: SeedSize) => {
    say(`writing ${messagesOf(size).toLocaleString("en")} messages`);
    const dataDir = await mkdtemp(join(tmpdir(), "tekton-bench-sessions-"));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    return { size, dataDir, sessions: await seedDatabase(dataDir, size, random) };
  };
  const start = async ({ size, dataDir, sessions }: Awaited<ReturnType<typeof seed>>): Promise<SeededHub> => {
    let hub: SpawnedHub = await startHub(dataDir, upstream.url);
    undo.push(() => hub.stop("SIGTERM"));
    return {
      size,
      sessions,
      get url() {
        return hub.url;
      },
      get pid() {
        return hub.pid;
      },
      restart: async () => {
        await hub.stop("SIGTERM");
        hub = await startHub(dataDir, upstream.url);
      },
    };
  };
  try {
    const seeded: Awaited<ReturnType<typeof seed>>[] = [];
    for (const size of sizes) seeded.push(await seed(size));
    const hubs: SeededHub[] = [];
    for (const each of seeded) hubs.push(await start(each));
    return { upstream, hubs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export const messagesOf = ({ sessions, turnsEach }: SeedSize): number => sessions * turnsEach * 2;
