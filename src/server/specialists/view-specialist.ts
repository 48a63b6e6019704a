/** Entries as a reader gets them: with their health, what they run on, how they do, and warnings. */
import { loadOptionWarnings } from "#contract/load-options.ts";
import type {
  CapabilityEvidence,
  Health,
  ListedSpecialist,
  Performance,
  RunsOn,
  SpecialistView,
} from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { findSpecialist } from "./find-specialist.ts";
import type { SpecialistStore } from "./specialist-store.ts";

export interface ViewDeps {
  readonly specialists: SpecialistStore;
  readonly providers: {
    /** Whether what an entry asks for could answer now. */
    health(wanted: Pick<Specialist, "provider" | "model">): Health;
    runsOn(wanted: Pick<Specialist, "provider" | "model">): RunsOn;
  };
  readonly figures: {
    of(id: string): Performance;
    evidence(specialist: Specialist): CapabilityEvidence[];
  };
}

const disabled: Health = {
  status: "disabled",
  reason: "It is switched off in the registry.",
  cure: null,
  missing_model: null,
};

export const healthOf = ({ providers }: Pick<ViewDeps, "providers">, specialist: Specialist): Health =>
  specialist.enabled ? providers.health(specialist) : disabled;

/** The registry in its order. */
export function listSpecialists(deps: ViewDeps, _actor: Actor): ListedSpecialist[] {
  const warnings = warningsOf(deps);
  return deps.specialists.all().map(({ system_prompt: _, ...entry }) => ({
    ...entry,
    ...shownOf(deps, { ...entry, system_prompt: "" }),
    warnings: warnings.get(entry.id) ?? [],
  }));
}

/** @throws AppError SPECIALIST_NOT_FOUND */
export function readSpecialist(deps: ViewDeps, _actor: Actor, id: string): SpecialistView {
  const entry = findSpecialist(deps.specialists, id);
  return {
    ...entry,
    ...shownOf(deps, entry),
    warnings: warningsOf(deps).get(id) ?? [],
    evidence: deps.figures.evidence(entry),
  };
}

function shownOf(deps: ViewDeps, entry: Specialist) {
  const health = healthOf(deps, entry);
  return {
    health,
    available: health.status === "available",
    resolved: deps.providers.runsOn(entry),
    performance: deps.figures.of(entry.id),
  };
}

const warningsOf = ({ specialists, providers }: ViewDeps): Map<string, string[]> =>
  loadOptionWarnings(
    specialists.all().map(({ id, provider, model, context_window }) => {
      const on = providers.runsOn({ provider, model });
      return { id, provider: on.provider, model: on.model, context_window };
    }),
  );
