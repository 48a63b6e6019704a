/**
 * Takes a registry's file: every error in it is found and told before anything is written, and all of it
 * is written at once or nothing.
 */
import { changedFields } from "#contract/changed-fields.ts";
import { limits } from "#contract/limits.ts";
import { type ImportErrors, type ImportMode, type ImportReport, registryDocument } from "#contract/registry.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { RegistryDeps } from "./registry-deps.ts";
import type { EntryChange } from "./specialist-store.ts";
import { TakenNames } from "./taken-names.ts";

type Errors = ImportErrors["errors"][number][];

/** @throws AppError BAD_REQUEST whose details are ImportErrors */
export async function importRegistry(
  deps: RegistryDeps,
  actor: Actor,
  { document, mode }: { readonly document: unknown; readonly mode: ImportMode },
): Promise<ImportReport> {
  const { specialists, clock } = deps;
  const parsed = registryDocument.safeParse(document);
  const errors: Errors = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    path: path.length === 0 ? "the file" : path.join("."),
    message,
  }));
  const entries = parsed.data?.specialists ?? [];
  // What the schema cannot see is told in the same answer, for every entry that has an id and a name.
  const inFile = readable(document);
  errors.push(...takenIds(inFile));
  let report: ImportReport = { created: [], updated: [], unchanged: [], deleted: [] };
  await specialists.write(
    () => {
      const named = new Set(inFile.map(({ id }) => id));
      const staying = mode === "merge" ? specialists.all().filter(({ id }) => !named.has(id)) : [];
      errors.push(...takenNames(inFile, staying));
      if (errors.length > 0) throw refusal(errors);
      const leaving = mode === "merge" ? [] : specialists.all().filter(({ id }) => !named.has(id));
      const isNew = ({ id }: SpecialistFields) => specialists.find(id) === null;
      const differs = (fields: SpecialistFields) => {
        const before = specialists.find(fields.id);
        return before !== null && changedFields(before, fields).length > 0;
      };
      const created = entries.filter(isNew);
      const updated = entries.filter(differs);
      const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
      report = {
        created: ids(created),
        updated: ids(updated),
        unchanged: ids(entries.filter((entry) => !isNew(entry) && !differs(entry))),
        deleted: ids(leaving),
      };
      return [
        ...leaving.map(({ id }): EntryChange => ({ id, change: "deleted", fields: null })),
        ...[...updated, ...created].map((fields): EntryChange => ({ id: fields.id, change: "imported", fields })),
      ];
    },
    { by: actor.name, now: clock.now() },
  );
  for (const id of [...report.created, ...report.updated, ...report.deleted]) deps.onChange(id);
  return report;
}

const refusal = (errors: Errors): AppError => {
  const details: ImportErrors = { errors };
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return new AppError("BAD_REQUEST", `Nothing was imported: the file has ${count}.`, { ...details });
};

interface Named {
  readonly id: string;
  readonly name: string;
  /** Its place in the file. */
  readonly at: number;
}

/** What of a document can be told apart by id and name, however wrong the rest is. */
function readable(document: unknown): Named[] {
  const list = (document as { specialists?: unknown } | null)?.specialists;
  if (!Array.isArray(list) || list.length > limits.importedSpecialists) return [];
  return list.flatMap((entry: { id?: unknown; name?: unknown } | null, at) => {
    const { id, name } = entry ?? {};
    return typeof id === "string" && typeof name === "string" ? [{ id, name, at }] : [];
  });
}

function takenIds(entries: readonly Named[]): Errors {
  const first = new Map<string, number>();
  return entries.flatMap(({ id, at }) => {
    const before = first.get(id);
    first.set(id, before ?? at);
    const message = `${id.slice(0, 64)} is already the id of specialists.${before}`;
    return before === undefined ? [] : [{ path: `specialists.${at}.id`, message }];
  });
}

function takenNames(entries: readonly Named[], staying: readonly SpecialistFields[]): Errors {
  const taken = new TakenNames([...entries, ...staying]);
  return entries.flatMap((entry) => {
    const other = taken.otherOwner(entry);
    const message = `${entry.name.slice(0, 64)} would be taken for ${other?.slice(0, 64)}`;
    return other ? [{ path: `specialists.${entry.at}.name`, message }] : [];
  });
}
