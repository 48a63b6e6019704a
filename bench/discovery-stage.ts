/** A hub with a large registry and many runs, and one with none, to compare: each a process of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RegistrySize, seedRegistry } from "./discovery-seed.ts";
import { memoryMb } from "./process-usage.ts";
import { startHub } from "./stage.ts";
import { median } from "./statistics.ts";

/** What a start costs. */
export interface StartFigures {
  /** From the command until it says where it is, all of Node's own included: the median of the starts. */
  readonly ms: number;
  /** MiB when it has started; null where it cannot be read. */
  readonly memory: number | null;
}

export interface DiscoveryStage {
  readonly url: string;
  readonly pid: number;
  readonly size: RegistrySize;
  readonly starts: { readonly fresh: StartFigures; readonly seeded: StartFigures };
  /** Ends the hub and removes its data. */
  close(): Promise<void>;
}

/** @param starts how often each of the two is started */
export async function startDiscoveryStage(
  {
    upstreamUrl,
    size,
    starts,
    random,
  }: { upstreamUrl: string; size: RegistrySize; starts: number; random: () => number },
  say: (doing: string) => void,
): Promise<DiscoveryStage> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of undo.splice(0).reverse()) await stop();
  };
  const newDir = async () => {
    const dir = await mkdtemp(join(tmpdir(), "tekton-bench-discovery-"));
    undo.push(() => rm(dir, { recursive: true, force: true }));
    return dir;
  };
  const startOnce = async (dir: string) => {
    const from = performance.now();
    const hub = await startHub(dir, upstreamUrl);
    return { hub, ms: performance.now() - from, memory: memoryMb(hub.pid)?.now ?? null };
  };
  try {
    const [fresh, seeded] = [await newDir(), await newDir()];
    say(`writing ${size.runs.toLocaleString("en")} runs of ${size.specialists.toLocaleString("en")} specialists`);
    await seedRegistry(seeded, size, random);
    say("starts");
    const measured = { fresh: [] as StartFigures[], seeded: [] as StartFigures[] };
    // The first start of each makes what later ones find.
    for (let i = 0; i <= starts; i++) {
      for (const [name, dir] of [
        ["fresh", fresh],
        ["seeded", seeded],
      ] as const) {
        const { hub, ms, memory } = await startOnce(dir);
        await hub.stop("SIGTERM");
        if (i > 0) measured[name].push({ ms, memory });
      }
    }
    const figures = (of: readonly StartFigures[]): StartFigures => ({
      ms: median(of.map(({ ms }) => ms)),
      memory: of.some(({ memory }) => memory === null) ? null : median(of.map(({ memory }) => memory ?? 0)),
    });
    const { hub } = await startOnce(seeded);
    undo.push(() => hub.stop("SIGTERM"));
    return {
      url: hub.url,
      pid: hub.pid,
      size,
      starts: { fresh: figures(measured.fresh), seeded: figures(measured.seeded) },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
