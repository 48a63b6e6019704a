/** How many cores other programs kept busy during a run: with more than a little, its times mean little. */
import { cpus } from "node:os";
import { cpuMs } from "./process-usage.ts";

/** Starts counting; the returned function says how many cores since then, null where it cannot be known. */
export function watchCoresOfOthers(own: readonly number[]): () => number | null {
  const look = () => ({
    atMs: performance.now(),
    all: cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0),
    own: own.map(cpuMs).reduce<number | null>((sum, ms) => (sum === null || ms === null ? null : sum + ms), 0),
  });
  const before = look();
  return () => {
    const now = look();
    if (before.own === null || now.own === null) return null;
    const others = now.all - before.all - (now.own - before.own);
    return Math.max(0, others / (now.atMs - before.atMs));
  };
}
