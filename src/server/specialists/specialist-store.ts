/**
 * The registry's rows and their versions, with the whole registry kept in memory: it is small and every
 * run reads it. Rows change only through `write`, one write after the other, so that what a writer decides
 * by is what it changes.
 */
import type { ChangeKind, DeletedSpecialist, SpecialistVersion } from "#contract/registry.ts";
import { type Specialist, type SpecialistFields, specialist, specialistFields } from "#contract/specialist.ts";
import {
  Prisma,
  type PrismaClient,
  type Specialist as Row,
  type SpecialistVersion as VersionRow,
} from "#server/db/generated/client.ts";

/** What becomes of one entry: new, changed, or, with `fields` null, deleted. */
export interface EntryChange {
  readonly id: string;
  readonly change: ChangeKind;
  readonly fields: SpecialistFields | null;
}

/** The name under which the hub itself writes. */
const theHub = "the hub";

export class SpecialistStore {
  #all: readonly Specialist[] = [];
  #byId: ReadonlyMap<string, Specialist> = new Map();
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: PrismaClient) {}

  /** In the order they were registered. */
  all(): readonly Specialist[] {
    return this.#all;
  }

  find(id: string): Specialist | null {
    return this.#byId.get(id) ?? null;
  }

  /** Reads the registry; must be called once before `all`. */
  async load(): Promise<void> {
    const rows = await this.db.specialist.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
    this.#all = rows.map(toSpecialist);
    this.#byId = new Map(this.#all.map((entry) => [entry.id, entry]));
  }

  /** Fills an empty registry that never had an entry. Returns how many were written. */
  async seed(entries: readonly SpecialistFields[], now: number): Promise<number> {
    if (this.#all.length > 0 || (await this.db.specialistVersion.count()) > 0) return 0;
    await this.write(() => entries.map((fields) => ({ id: fields.id, change: "created", fields })), {
      by: theHub,
      now,
    });
    return entries.length;
  }

  /**
   * Asks `decide` what to change, given the registry as it is, and writes all of it or nothing.
   * What `decide` throws is thrown, and nothing is written.
   */
  write(
    decide: () => readonly EntryChange[] | Promise<readonly EntryChange[]>,
    { by, now }: { readonly by: string; readonly now: number },
  ): Promise<void> {
    const mine = this.#lastWrite.then(async () => {
      const changes = await decide();
      if (changes.length === 0) return;
      await this.db.$transaction((tx) => this.#apply(tx, changes, { by, at: new Date(now) }));
      await this.load();
    });
    this.#lastWrite = mine.catch(() => undefined);
    return mine;
  }

  async #apply(
    tx: Prisma.TransactionClient,
    changes: readonly EntryChange[],
    who: { readonly by: string; readonly at: Date },
  ): Promise<void> {
    const lasts = await tx.specialistVersion.groupBy({ by: ["specialistId"], _max: { version: true } });
    const lastVersion = new Map(lasts.map((row) => [row.specialistId, row._max.version ?? 0]));
    const versions: Prisma.SpecialistVersionCreateManyInput[] = [];
    // Names are unique at every moment: those that move must be out of each other's way first.
    for (const { id, fields } of changes) {
      const before = this.find(id);
      if (!before) continue;
      if (!lastVersion.has(id)) {
        // An entry from before versions were kept.
        const { version, ...first } = before;
        versions.push({ specialistId: id, version, change: "created", by: theHub, at: who.at, fields: first });
        lastVersion.set(id, version);
      }
      if (!fields) await tx.specialist.delete({ where: { id } });
      else if (fields.name !== before.name) await tx.specialist.update({ where: { id }, data: { name: `~${id}` } });
    }
    let created = 0;
    for (const { id, change, fields } of changes) {
      const version = (lastVersion.get(id) ?? 0) + 1;
      versions.push({ specialistId: id, version, change, ...who, fields: fields ?? Prisma.DbNull });
      if (!fields) continue;
      const row = { ...toRow(fields), version };
      if (this.find(id)) await tx.specialist.update({ where: { id }, data: row });
      // A millisecond apart, so that the order of the change is the registry's.
      else await tx.specialist.create({ data: { ...row, createdAt: new Date(who.at.getTime() + created++) } });
    }
    await tx.specialistVersion.createMany({ data: versions });
  }

  /** Those that were deleted and have not come back, the last one first. */
  async deleted(limit: number): Promise<DeletedSpecialist[]> {
    const rows = await this.db.$queryRaw<{ id: string; version: number; by: string; at: Date }[]>`
      SELECT v."specialistId" AS "id", v."version", v."by", v."at" FROM "SpecialistVersion" v
      WHERE v."change" = 'deleted'
        AND NOT EXISTS (SELECT 1 FROM "SpecialistVersion" w WHERE w."specialistId" = v."specialistId" AND w."version" > v."version")
      ORDER BY v."at" DESC, v."specialistId" LIMIT ${limit}`;
    return rows.map(({ id, version, by, at }) => ({ id, version: version - 1, by, at: at.toISOString() }));
  }

  /** Newest first; empty for an id that never was. */
  async versions(id: string): Promise<SpecialistVersion[]> {
    const rows = await this.db.specialistVersion.findMany({
      where: { specialistId: id },
      orderBy: { version: "desc" },
    });
    const kept = rows.map(toVersion);
    const now = this.find(id);
    if (kept.length > 0 || !now) return kept;
    const row = await this.db.specialist.findUnique({ where: { id }, select: { createdAt: true } });
    const { version, ...fields } = now;
    const at = (row?.createdAt ?? new Date(0)).toISOString();
    return [{ version, change: "created", by: theHub, at, specialist: fields }];
  }
}

function toRow({ system_prompt, max_tokens, context_window, cost, ...same }: SpecialistFields) {
  return {
    ...same,
    systemPrompt: system_prompt,
    maxTokens: max_tokens,
    contextWindow: context_window,
    costPer1k: cost.per_1k_tokens,
    currency: cost.currency,
  };
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

const toVersion = ({ version, change, by, at, fields }: VersionRow): SpecialistVersion => ({
  version,
  change: change as ChangeKind,
  by,
  at: at.toISOString(),
  specialist: fields === null ? null : specialistFields.parse(fields),
});
