import type { Orchestration } from "#contract/orchestration.ts";

const field = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;

/** The patterns the hub did not take, each with why. Only the hub knows its kind of regular expression. */
export function refusedPatterns(error: unknown, sent: Orchestration): ReadonlyMap<string, string> {
  const issues = field(field(field(field(error, "data"), "app"), "details"), "issues");
  const refused = new Map<string, string>();
  for (const issue of Array.isArray(issues) ? issues : []) {
    const [path, message] = [field(issue, "path"), field(issue, "message")];
    if (typeof path !== "string" || typeof message !== "string") continue;
    const at = /^routing_rules\.(\d+)\.pattern$/.exec(path)?.[1];
    const rule = at === undefined ? undefined : sent.routing_rules[Number(at)];
    if (rule) refused.set(rule.pattern, `This ${message}.`);
  }
  return refused;
}
