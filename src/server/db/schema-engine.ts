/**
 * Prisma's schema engine, in this process, as WebAssembly.
 *
 * Owns how the engine is loaded and what it is told about files; leaves what to do with it to callers.
 * No binary is downloaded and no child process started.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

const datasource = 'datasource db { provider = "sqlite" }';
let loading: Promise<void> | undefined;

/** An engine that speaks to the database through `factory`. Free it with `engine.free()`. */
export async function openSchemaEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  loading ??= load();
  await loading;
  return bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", datasource]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** The migrations in a directory, in order of name, as the engine wants them. An absent directory has none. */
export async function listMigrations(migrationsDir: string): Promise<MigrationList> {
  const entries = await readdir(migrationsDir, { withFileTypes: true }).catch(ignoreMissing);
  const names = (entries ?? []).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: await readText(join(migrationsDir, "migration_lock.toml")) },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => {
        const value = await readText(join(migrationsDir, name, "migration.sql"));
        const content =
          value === null
            ? ({ tag: "error", value: `${name} has no migration.sql` } as const)
            : ({ tag: "ok", value } as const);
        return { path: name, migrationFile: { path: "migration.sql", content } };
      }),
    ),
  };
}

/** The SQL that leads from the migrations in a directory to a schema; null when they agree. */
export async function diffMigrations(
  migrationsDir: string,
  schema: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<string | null> {
  const to: SchemasContainer = { files: [{ path: "schema.prisma", content: schema }] };
  const engine = await openSchemaEngine(factory);
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "migrations", ...(await listMigrations(migrationsDir)) },
      to: { tag: "schemaDatamodel", ...to },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? null : stdout;
  } finally {
    engine.free();
  }
}

async function load(): Promise<void> {
  const bindingsUrl = import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(new URL("schema_engine_bg.wasm", bindingsUrl));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...bindings } });
  const glue = bindings as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

const readText = (path: string): Promise<string | null> => readFile(path, "utf8").catch(ignoreMissing);

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
