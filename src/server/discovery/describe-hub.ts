/** The hub in one document, for a program that knows nothing but its address. */
import { capabilityNames } from "#contract/declared-capabilities.ts";
import { type Strategy, strategy } from "#contract/orchestration.ts";
import type { Actor } from "#server/kernel/actor.ts";
import type { DiscoveryDeps, SeenHub } from "./discovery-deps.ts";

export interface Endpoint {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  /** Who may use it: everybody, every token, or an admin's. */
  readonly access: "public" | "user" | "admin";
}

export interface KnownCapability {
  readonly id: string;
  /** Whose work it is first of all, whether or not they could answer now. */
  readonly primary: readonly string[];
  /** How many have it, and how many of these could answer now. */
  readonly total: number;
  readonly active: number;
}

export interface Manifest {
  readonly name: "tekton";
  readonly version: string;
  readonly api_versions: readonly string[];
  /** Where the asker reached the hub; paths are under it. */
  readonly url: string;
  /** Whether a bearer token is needed. */
  readonly authentication: { readonly required: boolean; readonly scheme: "Bearer" };
  /** A feature is true when it works. */
  readonly features: SeenHub["features"];
  readonly ais: { readonly total: number; readonly active: number };
  /** By name. */
  readonly capabilities: readonly KnownCapability[];
  /** How a routing rule may choose among its specialists. */
  readonly strategies: readonly Strategy[];
  /** Every address of the API, by what it is about. */
  readonly endpoints: Readonly<Record<string, readonly Endpoint[]>>;
  /** ISO 8601 */
  readonly timestamp: string;
}

/** What the hub says of itself wherever it is asked. */
export interface HubFacts {
  readonly version: string;
  readonly apiVersions: readonly string[];
  readonly tokensNeeded: boolean;
  readonly routes: readonly Endpoint[];
}

export function describeHub(deps: DiscoveryDeps, _actor: Actor, facts: HubFacts, seen: SeenHub): Manifest {
  const registry = deps.registry().map((specialist) => ({ specialist, active: deps.isAvailable(specialist) }));
  const capabilities = new Map<string, { primary: string[]; total: number; active: number }>();
  for (const { specialist, active } of registry) {
    for (const id of capabilityNames(specialist.capabilities)) {
      const known = capabilities.get(id) ?? { primary: [], total: 0, active: 0 };
      capabilities.set(id, known);
      if (specialist.capabilities.primary.includes(id)) known.primary.push(specialist.id);
      known.total += 1;
      known.active += Number(active);
    }
  }
  return {
    name: "tekton",
    version: facts.version,
    api_versions: facts.apiVersions,
    url: seen.url,
    authentication: { required: facts.tokensNeeded, scheme: "Bearer" },
    features: seen.features,
    ais: { total: registry.length, active: registry.filter(({ active }) => active).length },
    capabilities: [...capabilities].map(([id, known]) => ({ id, ...known })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    strategies: strategy.options,
    endpoints: endpointsBySubject(facts.routes),
    timestamp: new Date(deps.clock.now()).toISOString(),
  };
}

/** The subject is the path's first word that is neither `api` nor a version: `runs` of `/api/v2/runs/{id}`. */
function endpointsBySubject(routes: readonly Endpoint[]): Record<string, Endpoint[]> {
  const subjects: Record<string, Endpoint[]> = {};
  for (const { method, path, access } of routes) {
    const named = path.replaceAll(/:(\w+)/g, "{$1}");
    const subject = named.split("/").find((word) => word !== "" && word !== "api" && !/^v\d+$/.test(word)) ?? "api";
    const known = subjects[subject] ?? [];
    subjects[subject] = known;
    known.push({ method, path: named, access });
  }
  return subjects;
}
