/**
 * The registry's rows, with the whole registry kept in memory: it is small and every run reads it.
 * Rows change only through this store, which keeps the memory in step.
 */
import { type Specialist, specialist } from "#contract/specialist.ts";
import type { PrismaClient, Specialist as Row } from "#server/db/generated/client.ts";
import type { RosterEntry } from "./roster.ts";

export class SpecialistStore {
  #all: readonly Specialist[] = [];

  constructor(private readonly db: PrismaClient) {}

  /** In the order they were registered. */
  all(): readonly Specialist[] {
    return this.#all;
  }

  /** Reads the registry; must be called once before `all`. */
  async load(): Promise<void> {
    const rows = await this.db.specialist.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
    this.#all = rows.map(toSpecialist);
  }

  /** Fills an empty registry; one that has any row is left alone. Returns how many were written. */
  async seed(roster: readonly RosterEntry[], now: number): Promise<number> {
    const written = await this.db.$transaction(async (tx) => {
      if ((await tx.specialist.count()) > 0) return 0;
      // A millisecond apart, so that the roster's order is the registry's.
      const data = roster.map(({ system_prompt, ...entry }, i) => ({
        ...entry,
        systemPrompt: system_prompt,
        createdAt: new Date(now + i),
      }));
      return (await tx.specialist.createMany({ data })).count;
    });
    await this.load();
    return written;
  }

  async setEnabled(id: string, enabled: boolean): Promise<void> {
    await this.db.specialist.updateMany({ where: { id }, data: { enabled, version: { increment: 1 } } });
    await this.load();
  }
}

const toSpecialist = (row: Row): Specialist =>
  specialist.parse({
    id: row.id,
    name: row.name,
    role: row.role,
    description: row.description,
    provider: row.provider,
    model: row.model,
    system_prompt: row.systemPrompt,
    capabilities: row.capabilities,
    temperature: row.temperature,
    max_tokens: row.maxTokens,
    context_window: row.contextWindow,
    cost: { per_1k_tokens: row.costPer1k, currency: row.currency },
    enabled: row.enabled,
    version: row.version,
  });
