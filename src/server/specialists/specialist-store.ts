/**
 * The registry's rows and their versions, with the whole registry kept in memory: it is small and every
 * run reads it. Rows change only through `write`, one write after the other, so that what a writer decides
 * by is what it changes.
 */
import { setImmediate } from "node:timers/promises";
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
      const lastVersions = await this.db.$transaction(
        (tx) => apply(tx, this.#byId, changes, { by, at: new Date(now) }),
        {
          timeout: writeTimeoutMs,
        },
      );
      this.#take(changes, lastVersions);
    });
    this.#lastWrite = mine.catch(() => undefined);
    return mine;
  }

  /** The memory after a write: entries keep their places, new ones come last. */
  #take(changes: readonly EntryChange[], versions: ReadonlyMap<string, number>): void {
    const next = new Map(this.#byId);
    for (const { id, fields } of changes) {
      if (fields) next.set(id, { ...fields, version: versions.get(id) ?? 1 });
      else next.delete(id);
    }
    this.#byId = next;
    this.#all = [...next.values()];
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
  async versions(id: string, limit: number): Promise<SpecialistVersion[]> {
    const rows = await this.db.specialistVersion.findMany({
      where: { specialistId: id },
      orderBy: { version: "desc" },
      take: limit,
    });
    const kept = rows.map(toVersion);
    return kept.length > 0 ? kept : await this.#unversioned(id);
  }

  async version(id: string, version: number): Promise<SpecialistVersion | null> {
    const row = await this.db.specialistVersion.findUnique({
      where: { specialistId_version: { specialistId: id, version } },
    });
    if (row) return toVersion(row);
    const [only] = (await this.versions(id, 1)).filter((one) => one.version === version);
    return only ?? null;
  }

  /** What is known of an entry from before versions were kept, and not changed since. */
  async #unversioned(id: string): Promise<SpecialistVersion[]> {
    const now = this.find(id);
    const row = now && (await this.db.specialist.findUnique({ where: { id }, select: { createdAt: true } }));
    if (!now || !row) return [];
    const { version, ...fields } = now;
    return [{ version, change: "created", by: theHub, at: row.createdAt.toISOString(), specialist: fields }];
  }
}

/** Writes an import of thousands may take; everybody else's wait for it, but the process goes on. */
const writeTimeoutMs = 120_000;
/** Rows of one statement; between two the process does what else there is to do. */
const rowsAtOnce = 200;

/** Rows are taken out and put back, so that names may change places. Returns the versions that were written. */
async function apply(
  tx: Prisma.TransactionClient,
  before: ReadonlyMap<string, Specialist>,
  changes: readonly EntryChange[],
  who: { readonly by: string; readonly at: Date },
): Promise<Map<string, number>> {
  const lastVersions = new Map<string, number>();
  const createdAt = new Map<string, Date>();
  const versions: Prisma.SpecialistVersionCreateManyInput[] = [];
  const rows: Prisma.SpecialistCreateManyInput[] = [];
  for (const ids of inParts(changes.map(({ id }) => id))) {
    const lasts = await tx.specialistVersion.groupBy({
      by: ["specialistId"],
      where: { specialistId: { in: ids } },
      _max: { version: true },
    });
    for (const { specialistId, _max } of lasts) lastVersions.set(specialistId, _max.version ?? 0);
    const there = await tx.specialist.findMany({ where: { id: { in: ids } }, select: { id: true, createdAt: true } });
    for (const row of there) createdAt.set(row.id, row.createdAt);
    await tx.specialist.deleteMany({ where: { id: { in: ids } } });
    await setImmediate();
  }
  let created = 0;
  for (const { id, change, fields } of changes) {
    const entry = before.get(id);
    if (entry && !lastVersions.has(id)) {
      // From before versions were kept.
      const { version, ...first } = entry;
      const at = createdAt.get(id) ?? who.at;
      versions.push({ specialistId: id, version, change: "created", by: theHub, at, fields: first });
      lastVersions.set(id, version);
    }
    const version = (lastVersions.get(id) ?? 0) + 1;
    lastVersions.set(id, version);
    versions.push({ specialistId: id, version, change, ...who, fields: fields ?? Prisma.DbNull });
    // A millisecond apart, so that the order of the change is the registry's.
    const at = createdAt.get(id) ?? new Date(who.at.getTime() + created++);
    if (fields) rows.push({ ...toRow(fields), version, createdAt: at });
  }
  for (const data of inParts(rows)) {
    await tx.specialist.createMany({ data });
    await setImmediate();
  }
  for (const data of inParts(versions)) {
    await tx.specialistVersion.createMany({ data });
    await setImmediate();
  }
  return lastVersions;
}

function* inParts<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += rowsAtOnce) yield all.slice(i, i + rowsAtOnce);
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
