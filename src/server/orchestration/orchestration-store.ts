/** The settings' versions; the last one is in force and kept in memory. Written one after the other. */
import { sortedJson } from "#contract/changed-fields.ts";
import {
  type Orchestration,
  type OrchestrationVersion,
  orchestration,
  orchestrationDefaults,
} from "#contract/orchestration.ts";
import type { PrismaClient, OrchestrationVersion as Row } from "#server/db/generated/client.ts";

/** As the hub came. */
const first: StoredOrchestration = { version: 0, by: null, at: null, settings: orchestrationDefaults };

export interface StoredOrchestration {
  readonly version: number;
  readonly by: string | null;
  readonly at: string | null;
  readonly settings: Orchestration;
}

export class OrchestrationStore {
  #current = first;
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: PrismaClient) {}

  /** Reads what is in force; must be called once before `current`. */
  async load(): Promise<void> {
    const row = await this.db.orchestrationVersion.findFirst({ orderBy: { version: "desc" } });
    this.#current = row ? toVersion(row) : first;
  }

  current(): StoredOrchestration {
    return this.#current;
  }

  /**
   * Asks `decide` what to write, given what is in force; what it throws is thrown, and nothing is written. What
   * changes nothing makes no version.
   */
  write(
    decide: (current: StoredOrchestration) => Orchestration | Promise<Orchestration>,
    { by, now }: { readonly by: string; readonly now: number },
  ): Promise<void> {
    const mine = this.#lastWrite.then(async () => {
      const settings = await decide(this.#current);
      if (sortedJson(settings) === sortedJson(this.#current.settings)) return;
      const version = this.#current.version + 1;
      const row = await this.db.orchestrationVersion.create({ data: { version, by, at: new Date(now), settings } });
      this.#current = toVersion(row);
    });
    this.#lastWrite = mine.catch(() => undefined);
    return mine;
  }

  /** The newest first, as many as anybody looks through; not the version 0 the hub came with. */
  async versions(): Promise<OrchestrationVersion[]> {
    const rows = await this.db.orchestrationVersion.findMany({ orderBy: { version: "desc" }, take: 200 });
    return rows.map(toVersion);
  }

  /** What a version says; null when there is none of that number. */
  async settingsAt(version: number): Promise<Orchestration | null> {
    if (version === first.version) return first.settings;
    const row = await this.db.orchestrationVersion.findUnique({ where: { version } });
    return row && toVersion(row).settings;
  }
}

const toVersion = ({ version, by, at, settings }: Row): OrchestrationVersion => ({
  version,
  by,
  at: at.toISOString(),
  settings: orchestration.parse(settings),
});
