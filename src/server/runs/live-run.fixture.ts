/** What tests make live runs of. */
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { RunIdentity } from "./live-run.ts";
import { LiveRuns } from "./live-runs.ts";
import { MemoryRunLog } from "./memory-run-log.ts";

export const testIdentity = (changes: Partial<RunIdentity> = {}): RunIdentity => ({
  id: "run_1",
  ownerId: "local",
  specialistId: "apollo-ai",
  provider: "ollama",
  model: "llama",
  requestId: "req_1",
  routed: { by: "name", reason: "named apollo-ai" },
  capability: null,
  dryRun: false,
  sessionId: null,
  broadcastId: null,
  laneId: null,
  prompt: "hello",
  context: null,
  onDisconnect: "cancel",
  createdAt: 0,
  ...changes,
});

export function openLiveRuns() {
  const clock = new ManualClock();
  const log = new MemoryRunLog(100);
  const live = new LiveRuns({ log, clock, graceMs: 10_000, retainMs: 60_000, retainRuns: 2 });
  return { clock, log, live };
}
