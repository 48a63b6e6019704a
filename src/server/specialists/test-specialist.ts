import type { z } from "zod";
import type { dryRun } from "#contract/registry.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { PlanInput } from "#server/runs/plan-run.ts";
import { findSpecialist } from "./find-specialist.ts";
import type { SpecialistStore } from "./specialist-store.ts";

export interface TestDeps {
  readonly specialists: SpecialistStore;
  readonly start: (actor: Actor, input: PlanInput) => Promise<{ readonly runId: string }>;
}

export interface DryRun extends z.output<typeof dryRun> {
  readonly id: string;
  readonly requestId: string;
}

/**
 * Asks an entry as it is, or as a draft of it would be, whether it is switched on or not. The run is the actor's
 * own like any other, but counts for nothing.
 * @throws AppError SPECIALIST_NOT_FOUND, and what starting a run throws
 */
export async function testSpecialist(
  { specialists, start }: TestDeps,
  actor: Actor,
  { id, content, draft, requestId }: DryRun,
): Promise<{ run_id: string }> {
  const entry = draft ? { ...draft, id, version: specialists.find(id)?.version ?? 1 } : findSpecialist(specialists, id);
  const reason = draft ? `a dry run of a draft of ${id}` : `a dry run of ${id}`;
  const { runId } = await start(actor, {
    specialist: id,
    chosen: {
      candidates: [{ specialist: { ...entry, enabled: true }, routed: { by: "name", reason } }],
      capability: null,
    },
    dryRun: true,
    request: { content },
    requestId,
  });
  return { run_id: runId };
}
