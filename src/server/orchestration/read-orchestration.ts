import type { OrchestrationView } from "#contract/orchestration.ts";
import { namedSpecialists } from "./named-specialists.ts";
import type { OrchestrationDeps } from "./orchestration-deps.ts";

/** What is in force. */
export function readOrchestration({
  settings: store,
  isInRegistry,
}: Pick<OrchestrationDeps, "settings" | "isInRegistry">): OrchestrationView {
  const { settings, ...version } = store.current();
  const missing = new Set(namedSpecialists(settings).flatMap(({ id }) => (isInRegistry(id) ? [] : [id])));
  const warnings = [...missing].map((id) => `${id} is named here and is not in the registry: it is passed over.`);
  return { ...settings, ...version, warnings };
}
