/** What the list of the registry shows and in which order, and how an address says so. Pure. */
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import type { AddressForm } from "#components/ui/use-address-state.ts";

export const sortKeys = ["name", "state", "model", "capability", "first_token", "duration", "success"] as const;
export type SortKey = (typeof sortKeys)[number];

export const stateChoices = ["available", "unavailable", "disabled", "warned"] as const;
export type StateChoice = (typeof stateChoices)[number] | "";

/** An empty string narrows nothing. */
export interface RegistryView {
  readonly q: string;
  readonly state: StateChoice;
  readonly capability: string;
  readonly sort: SortKey;
  readonly descending: boolean;
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | undefined =>
  values.find((one) => one === value);

/** What an address says; anything it cannot mean is as if it were not there. */
export function readView(params: URLSearchParams): RegistryView {
  return {
    q: params.get("q") ?? "",
    state: oneOf(stateChoices, params.get("state")) ?? "",
    capability: params.get("capability") ?? "",
    sort: oneOf(sortKeys, params.get("sort")) ?? "name",
    descending: params.get("order") === "desc",
  };
}

/** The view as an address has it: what is as usual is left out. */
export function writeView({ q, state, capability, sort, descending }: RegistryView): URLSearchParams {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (state !== "") params.set("state", state);
  if (capability !== "") params.set("capability", capability);
  if (sort !== "name") params.set("sort", sort);
  if (descending) params.set("order", "desc");
  return params;
}

export const registryViewForm: AddressForm<RegistryView> = { read: readView, write: writeView };

/** The entries that fit, in order. An entry without a value to sort by is last, either way round. */
export function arrange(entries: readonly SpecialistEntry[], view: RegistryView): SpecialistEntry[] {
  const words = view.q.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = entries.filter(
    (entry) =>
      isOfState(entry, view.state) &&
      (view.capability === "" || strengthAt(entry, view.capability) !== null) &&
      words.every((word) => textOf(entry).includes(word)),
  );
  const sign = view.descending ? -1 : 1;
  return fitting
    .map((entry) => ({ entry, value: sortValue(entry, view) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null) || byName(a.entry, b.entry);
      }
      return sign * compare(a.value, b.value) || byName(a.entry, b.entry);
    })
    .map(({ entry }) => entry);
}

/** Every capability that any entry has, with how many have it, by name. */
export function capabilitiesOf(entries: readonly SpecialistEntry[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const name of capabilityNames(entry)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => compare(a.name, b.name));
}

/** What answers; where nothing does, the one that is missing. */
export const modelOf = ({ resolved, model }: SpecialistEntry): string | null => resolved.model ?? model;

function isOfState({ health, warnings }: SpecialistEntry, state: StateChoice): boolean {
  if (state === "") return true;
  return state === "warned" ? warnings.length > 0 : health.status === state;
}

const capabilityNames = ({ capabilities: { primary, scores } }: SpecialistEntry): ReadonlySet<string> =>
  new Set([...primary, ...Object.keys(scores).filter((name) => (scores[name] ?? 0) > 0)]);

/** A primary capability is above any that is not, whatever their scores; null: it has none of it. */
function strengthAt({ capabilities: { primary, scores } }: SpecialistEntry, capability: string): number | null {
  const score = scores[capability] ?? 0;
  if (primary.includes(capability)) return 1 + score;
  return score > 0 ? score : null;
}

const texts = new WeakMap<SpecialistEntry, string>();

/** Everything of an entry that can be searched for. An entry that has not changed is the same object. */
function textOf(entry: SpecialistEntry): string {
  const known = texts.get(entry);
  if (known !== undefined) return known;
  const { id, name, role, description, resolved } = entry;
  const parts = [id, name, role, description, resolved.provider, modelOf(entry) ?? "", ...capabilityNames(entry)];
  const text = parts.join("\n").toLowerCase();
  texts.set(entry, text);
  return text;
}

function sortValue(entry: SpecialistEntry, { sort, capability }: RegistryView): string | number | null {
  const { name, health, capabilities, performance } = entry;
  const model = modelOf(entry);
  switch (sort) {
    case "name":
      return name;
    case "state":
      return health.status;
    case "model":
      return model === null ? null : `${model.toLowerCase()} ${entry.resolved.provider}`;
    case "capability":
      return capability === "" ? (capabilities.primary[0] ?? null) : strengthAt(entry, capability);
    case "first_token":
      return performance.first_token_ms;
    case "duration":
      return performance.duration_ms;
    case "success":
      return performance.success_rate;
  }
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: SpecialistEntry, b: SpecialistEntry): number => compare(a.name, b.name);
