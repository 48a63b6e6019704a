import type { ImportReport } from "#contract/registry.ts";
import { listNames } from "./list-names.ts";

const parts = [
  { key: "created", words: "created" },
  { key: "updated", words: "updated" },
  { key: "deleted", words: "deleted" },
  { key: "unchanged", words: "left as they were" },
] as const;

/** What an import has come to. */
export function ImportOutcome({ report }: { report: ImportReport }) {
  return (
    <ul role="status" className="mt-2 space-y-1">
      {parts.map(({ key, words }) => (
        <li key={key}>
          <span className="font-medium">
            {report[key].length.toLocaleString("en")} {words}
          </span>
          {report[key].length > 0 && <span className="text-muted">: {listNames(report[key])}</span>}
        </li>
      ))}
    </ul>
  );
}
