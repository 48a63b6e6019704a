import type { Orchestration } from "#contract/orchestration.ts";
import { canonicalJson } from "./canonical-json.ts";

/** In the order of the page. */
export const groups = [
  ["routing_rules", "routing rules"],
  ["timeout_settings", "time limits"],
  ["retry_policy", "trying again"],
  ["fallback", "stand-ins"],
  ["max_concurrent", "runs at once"],
  ["routing", "what helps the router"],
] as const satisfies readonly (readonly [keyof Orchestration, string])[];

/** The groups of settings in which two documents differ, by the names the page has for them. */
export const changedGroups = (before: Orchestration, after: Orchestration): string[] =>
  groups.filter(([key]) => canonicalJson(before[key]) !== canonicalJson(after[key])).map(([, name]) => name);
