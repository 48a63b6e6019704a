/** What a draft would run on, before the hub is asked. */
import type { HubStatus } from "#contract/hub-status.ts";
import { modelKey } from "#contract/load-options.ts";
import type { OfferedModel, ProviderModels } from "#contract/models.ts";
import type { ListedSpecialist, RunsOn } from "#contract/registry.ts";
import type { Draft } from "./draft.ts";

type Listed = Pick<ListedSpecialist, "provider" | "model" | "resolved">;

/**
 * @param listed the registry: an entry that leaves the same to the hub shows what the hub makes of it
 * @returns null while the hub's status is not known
 */
export function resolveDraft(
  { provider, model }: Pick<Draft, "provider" | "model">,
  status: Pick<HubStatus, "provider" | "default_model"> | undefined,
  listed: readonly Listed[],
): RunsOn | null {
  if (!status) return null;
  const on = provider || status.provider;
  const named = model.trim();
  if (named !== "") return { provider: on, model: named };
  if (on === status.provider) return { provider: on, model: status.default_model };
  const like = listed.find((one) => one.provider === on && one.model === null);
  return { provider: on, model: like?.resolved.model ?? null };
}

/** The model among what its provider offers; undefined when it is not, or when the provider is not up. */
export function offeredModel(
  { provider, model }: RunsOn,
  offered: readonly ProviderModels[],
): OfferedModel | undefined {
  if (model === null) return undefined;
  const key = modelKey(provider, model);
  return offered
    .find((one) => one.provider === provider && one.status === "up")
    ?.models.find(({ name }) => modelKey(provider, name) === key);
}
