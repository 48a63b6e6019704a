/** Fields of an entry and what they hold, in words. */
import type { SpecialistFields } from "#contract/specialist.ts";

export const fieldTitles: Record<keyof SpecialistFields, string> = {
  id: "Id",
  name: "Name",
  role: "Role",
  description: "Description",
  provider: "Provider",
  model: "Model",
  system_prompt: "System prompt",
  capabilities: "Capabilities",
  temperature: "Temperature",
  max_tokens: "Answer limit",
  context_window: "Context window",
  cost: "Cost",
  enabled: "Enabled",
};

const nullWords: Partial<Record<keyof SpecialistFields, string>> = {
  provider: "the hub's own",
  model: "the hub's default",
  temperature: "the model's own",
  max_tokens: "none",
  context_window: "the hub's default",
};

/** One line for each part of a field: text in its own lines, a capability in a line of its own. */
export function fieldLines(fields: SpecialistFields, field: keyof SpecialistFields): string {
  const value = fields[field];
  if (value === null) return nullWords[field] ?? "";
  if (field === "capabilities") return capabilityLines(fields.capabilities).join("\n");
  if (field === "cost") {
    const { per_1k_tokens, currency } = fields.cost;
    return per_1k_tokens === null ? `not known (${currency})` : `${per_1k_tokens} ${currency} for 1,000 tokens`;
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

function capabilityLines({ primary, scores, learned }: SpecialistFields["capabilities"]): string[] {
  const ids = [...new Set([...primary, ...Object.keys(scores).sort(), ...learned])];
  return ids.map((id) => {
    const score = scores[id] === undefined ? "no score" : scores[id].toFixed(2);
    return [`${id}: ${score}`, primary.includes(id) && "primary", learned.includes(id) && "learned score"]
      .filter(Boolean)
      .join(", ");
  });
}

/** "name", "name and role", "name, role and 3 more". */
export function fieldList(fields: readonly (keyof SpecialistFields)[]): string {
  const shown = fields.slice(0, 3).map((field) => fieldTitles[field].toLowerCase());
  const more = fields.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ").replace(/, ([^,]*)$/, " and $1");
}
