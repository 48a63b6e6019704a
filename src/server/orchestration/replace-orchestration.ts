import type { z } from "zod";
import { sortedJson } from "#contract/changed-fields.ts";
import {
  type Orchestration,
  type OrchestrationView,
  orchestration,
  type replacedOrchestration,
} from "#contract/orchestration.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { compilePattern } from "./compile-pattern.ts";
import { namedSpecialists } from "./named-specialists.ts";
import type { OrchestrationDeps } from "./orchestration-deps.ts";
import type { StoredOrchestration } from "./orchestration-store.ts";
import { readOrchestration } from "./read-orchestration.ts";

interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * Puts the whole document in force, at once.
 * @throws AppError CONFLICT (another version than the writer had read; `details.current`, `by`, `at`, `changed`),
 * BAD_REQUEST (`details.issues`: patterns that are not RE2, specialists that are not in the registry)
 */
export async function replaceOrchestration(
  deps: OrchestrationDeps,
  actor: Actor,
  { version: read, ...settings }: z.output<typeof replacedOrchestration>,
): Promise<OrchestrationView> {
  await deps.settings.write(
    async (current) => {
      if (read !== undefined && read !== current.version) throw await overtaken(deps, current, read);
      const issues = [...patternIssues(settings), ...nameIssues(deps, current, settings)];
      if (issues.length > 0) throw refusal(issues);
      return settings;
    },
    { by: actor.name, now: deps.clock.now() },
  );
  deps.onChange();
  return readOrchestration(deps);
}

/** The refusal of a write made against the version `read`: what is in force by now, and what of it changed since. */
export async function overtaken(
  deps: OrchestrationDeps,
  current: StoredOrchestration,
  read: number,
): Promise<AppError> {
  const parts = Object.keys(orchestration.shape) as (keyof Orchestration)[];
  const base = await deps.settings.settingsAt(read);
  const changed = parts.filter((part) => sortedJson(current.settings[part]) !== sortedJson(base?.[part]));
  const { by, at } = current;
  return new AppError(
    "CONFLICT",
    `The settings are no longer at version ${read}: ${by} wrote version ${current.version}. Read them again and decide what to keep.`,
    { current: readOrchestration(deps), by, at, changed },
  );
}

function refusal(issues: readonly Issue[]): AppError {
  const sentences = issues.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
  return new AppError("BAD_REQUEST", `The settings do not fit. ${sentences.join("; ")}.`, { issues });
}

function patternIssues({ routing_rules }: Orchestration): Issue[] {
  return routing_rules.flatMap(({ pattern }, i) => {
    const compiled = compilePattern(pattern);
    return "problem" in compiled ? [{ path: `routing_rules.${i}.pattern`, message: compiled.problem }] : [];
  });
}

/** One that was named before and has left the registry since may stay: else nothing could be changed until it goes. */
function nameIssues(deps: OrchestrationDeps, current: StoredOrchestration, settings: Orchestration): Issue[] {
  const before = new Set(namedSpecialists(current.settings).map(({ id }) => id));
  const unknown = namedSpecialists(settings).filter(({ id }) => !before.has(id) && !deps.isInRegistry(id));
  const itself = Object.entries(settings.fallback.specialists).filter(([id, others]) => others.includes(id));
  return [
    ...unknown.map(({ id, path }) => ({ path, message: `the registry has no specialist ${id}` })),
    ...itself.map(([id]) => ({ path: `fallback.specialists.${id}`, message: `${id} cannot answer instead of itself` })),
  ];
}
