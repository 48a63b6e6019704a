/** Everything about sessions: times on both databases, then memory and recovery on the fuller one. */
import type { SessionsPlan } from "./bench-plan.ts";
import { watchCoresOfOthers } from "./cores-of-others.ts";
import { measureRecovery, type RecoveryFigures } from "./measure-recovery.ts";
import { measureSessionMemory, type SessionMemory } from "./measure-session-memory.ts";
import { measureSessionTimes, type SessionTimes } from "./measure-session-times.ts";
import type { SessionStage } from "./session-stage.ts";

export interface SessionFigures {
  readonly times: readonly SessionTimes[];
  /** Null where it cannot be read. */
  readonly memory: SessionMemory | null;
  readonly recovery: RecoveryFigures;
  /** While the times were taken; null where it cannot be known. */
  readonly coresOfOthers: number | null;
}

export async function measureSessions(
  stage: SessionStage,
  plan: SessionsPlan,
  random: () => number,
  say: (doing: string) => void,
): Promise<SessionFigures> {
  const fullest = stage.hubs.at(-1);
  if (!fullest) throw new Error("there is no hub to measure");
  const coresOfOthers = watchCoresOfOthers([process.pid, stage.upstream.pid, ...stage.hubs.map(({ pid }) => pid)]);
  const times = await measureSessionTimes(stage, plan.times, random, say);
  const others = coresOfOthers();
  say("sessions, memory");
  const memory = await measureSessionMemory(fullest, plan.memory, random);
  say("sessions, recovery");
  const recovery = await measureRecovery(fullest, plan.recovery, random);
  return { times, memory, recovery, coresOfOthers: others };
}
