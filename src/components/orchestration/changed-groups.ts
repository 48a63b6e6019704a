import { sortedJson } from "#contract/changed-fields.ts";
import type { Orchestration } from "#contract/orchestration.ts";

/** In the order of the page. */
const groups = [
  ["routing_rules", "routing rules"],
  ["timeout_settings", "time limits"],
  ["retry_policy", "trying again"],
  ["fallback", "stand-ins"],
  ["max_concurrent", "runs at once"],
  ["routing", "what helps the router"],
] as const satisfies readonly (readonly [keyof Orchestration, string])[];

/** The groups of settings in which two documents differ, by the names the page has for them. */
export const changedGroups = (before: Orchestration, after: Orchestration): string[] =>
  groups.filter(([key]) => sortedJson(before[key]) !== sortedJson(after[key])).map(([, name]) => name);

/** The settings on lines of their own, the same text for the same settings. */
export const settingsText = (settings: Orchestration): string =>
  sortedJson(Object.fromEntries(groups.map(([key]) => [key, settings[key]])), 2);
