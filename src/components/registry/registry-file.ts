/** A registry's file on its way from the reader's disk into the hub. */
import { failureOf } from "#components/api/failure-of.ts";
import { limits } from "#contract/limits.ts";
import type { ImportErrors, ImportMode, ImportReport } from "#contract/registry.ts";

export interface RegistryFile {
  readonly name: string;
  readonly text: string;
  /** Of each entry, in order; null where there is none to be read. */
  readonly ids: readonly (string | null)[];
}

/** Why nothing was imported: in a sentence, and each error of the file with its place. */
export class ImportRefusal extends Error {
  constructor(
    message: string,
    readonly errors: ImportErrors["errors"] = [],
  ) {
    super(message);
  }
}

/** Throws an ImportRefusal for what cannot be a registry's file at all; the hub judges the rest. */
export async function readRegistryFile(file: File): Promise<RegistryFile> {
  if (file.size > limits.importBytes) {
    throw new ImportRefusal(
      `${file.name} is too large: a registry’s file has at most ${limits.importBytes / 1024 ** 2} MiB.`,
    );
  }
  const text = await file.text();
  let document: { specialists?: unknown } | null;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ImportRefusal(`${file.name} is not a JSON file. Choose one that was exported from a registry.`);
  }
  const list = document?.specialists;
  if (!Array.isArray(list)) {
    throw new ImportRefusal(`${file.name} holds no list of specialists. Choose one that was exported from a registry.`);
  }
  const ids = list.map((entry: { id?: unknown } | null) => (typeof entry?.id === "string" ? entry.id : null));
  return { name: file.name, text, ids };
}

/** Throws an ImportRefusal; nothing was imported then. */
export async function importRegistryFile({ text }: RegistryFile, mode: ImportMode): Promise<ImportReport> {
  const response = await fetch(`/api/v2/specialists/import?mode=${mode}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
  }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response?.ok) return body as ImportReport;
  const { message } = failureOf(response && { meta: { response, responseJSON: body } });
  const details = (body as { error?: { details?: Partial<ImportErrors> } } | null)?.error?.details;
  throw new ImportRefusal(message, details?.errors);
}
