import { LineDiff } from "#components/ui/line-diff.tsx";
import { changedFields } from "#contract/changed-fields.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { fieldLines, fieldTitles } from "./field-words.ts";

/** What became of each field that differs, line by line. */
export function FieldsDiff({ before, after }: { before: SpecialistFields; after: SpecialistFields }) {
  const changed = changedFields(before, after);
  if (changed.length === 0) return <p className="text-sm text-muted">They are the same.</p>;
  return (
    <dl className="space-y-3">
      {changed.map((field) => (
        <div key={field}>
          <dt className="text-sm font-medium">{fieldTitles[field]}</dt>
          <dd>
            <LineDiff before={fieldLines(before, field)} after={fieldLines(after, field)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
