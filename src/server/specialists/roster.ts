/**
 * The specialists an empty registry begins with, in the order people see them.
 *
 * Invariant: every capability has exactly one primary owner here, so that routing has a right answer. What
 * the registry does with them afterwards is its own affair: a seeded entry may be edited like any other.
 */
import { type NewSpecialist, newSpecialist } from "#contract/registry.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { withName } from "./create-specialist.ts";
import { apollo } from "./roster/apollo.ts";
import { athena } from "./roster/athena.ts";
import { engram } from "./roster/engram.ts";
import { ergon } from "./roster/ergon.ts";
import { harmonia } from "./roster/harmonia.ts";
import { hephaestus } from "./roster/hephaestus.ts";
import { hermes } from "./roster/hermes.ts";
import { metis } from "./roster/metis.ts";
import { noesis } from "./roster/noesis.ts";
import { numa } from "./roster/numa.ts";
import { penia } from "./roster/penia.ts";
import { prometheus } from "./roster/prometheus.ts";
import { rhetor } from "./roster/rhetor.ts";
import { sophia } from "./roster/sophia.ts";
import { synthesis } from "./roster/synthesis.ts";
import { tekton } from "./roster/tekton.ts";
import { telos } from "./roster/telos.ts";
import { terma } from "./roster/terma.ts";

/** What the seed says of a specialist; the rest has the same defaults for all. */
export type RosterEntry = Pick<NewSpecialist, "id" | "role" | "system_prompt"> &
  Required<Pick<NewSpecialist, "name" | "description" | "capabilities" | "temperature">>;

export const roster: readonly RosterEntry[] = [
  apollo,
  synthesis,
  athena,
  prometheus,
  telos,
  metis,
  harmonia,
  noesis,
  sophia,
  engram,
  hermes,
  rhetor,
  penia,
  ergon,
  terma,
  hephaestus,
  tekton,
  numa,
];

/** The roster as entries of a registry. */
export const rosterEntries = (): SpecialistFields[] => roster.map((entry) => withName(newSpecialist.parse(entry)));
