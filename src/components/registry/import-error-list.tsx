import type { ImportErrors } from "#contract/registry.ts";

interface ImportErrorListProps {
  message: string;
  errors: ImportErrors["errors"];
  /** Of the file's entries, in order. */
  ids: readonly (string | null)[];
}

/** Why nothing was imported, every error with its place in the file. */
export function ImportErrorList({ message, errors, ids }: ImportErrorListProps) {
  return (
    <div className="mt-3 rounded-md border border-danger/30 bg-danger-soft px-3 py-2">
      <p role="alert">{message}</p>
      {errors.length > 0 && (
        <ol
          aria-label="Errors in the file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="mt-2 max-h-[40vh] space-y-1 overflow-y-auto text-xs"
        >
          {errors.map(({ path, message: what }) => (
            <li key={`${path} ${what}`}>
              <code className="font-mono">{path}</code>
              {idAt(path, ids) && <span className="text-muted"> ({idAt(path, ids)})</span>}: {what}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** The entry that a path such as `specialists.3.model` leads to. */
function idAt(path: string, ids: ImportErrorListProps["ids"]): string | null {
  const place = /^specialists\.(\d+)\b/.exec(path)?.[1];
  return place === undefined ? null : (ids[Number(place)] ?? null);
}
