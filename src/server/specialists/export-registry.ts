import type { RegistryDocument } from "#contract/registry.ts";
import type { RegistryDeps } from "./registry-deps.ts";

/** Every entry, in the registry's order, as a document that `importRegistry` takes. */
export const exportRegistry = ({
  specialists,
  clock,
}: Pick<RegistryDeps, "specialists" | "clock">): RegistryDocument => ({
  format: "tekton-registry",
  format_version: 1,
  exported_at: new Date(clock.now()).toISOString(),
  specialists: specialists.all().map(({ version: _, ...fields }) => fields),
});
