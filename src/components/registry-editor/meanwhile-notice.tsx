"use client";
import { Button } from "#components/ui/button.tsx";
import { LineDiff } from "#components/ui/line-diff.tsx";
import { LocalTime } from "#components/ui/local-time.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { SpecialistFields } from "#contract/specialist.ts";
import { type Draft, fieldsOf } from "./draft.ts";
import type { Meanwhile } from "./editor-state.ts";
import { fieldLines, fieldTitles } from "./field-words.ts";
import { differentFields, type Field } from "./rebase-draft.ts";
import { useVersions } from "./use-specialist.ts";

interface MeanwhileNoticeProps {
  id: string;
  meanwhile: Meanwhile;
  draft: Draft;
  onTake: (field: Field, from: "mine" | "theirs") => void;
}

/** Somebody else changed the entry while it was edited here: what, and what is done about it, field by field. */
export function MeanwhileNotice({ id, meanwhile, draft, onTake }: MeanwhileNoticeProps) {
  const { data: versions = [] } = useVersions(id);
  const theirs = versions.filter(({ version }) => version > meanwhile.since);
  const last = theirs[0];
  const who = [...new Set(theirs.map(({ by }) => by))].join(", ");
  return (
    <div role="alert">
      <Notice tone="warn">
        <p className="font-medium">
          Changed meanwhile{who && ` by ${who}`}
          {last && (
            <>
              , <LocalTime at={last.at} />
            </>
          )}
          . Your changes are kept; nothing is saved yet.
        </p>
        <p className="text-xs text-muted">Below, − is what stood here, + is theirs.</p>
        <ul className="mt-2 space-y-2">
          {meanwhile.fields.map((field) => (
            <FieldChoice key={field} field={field} meanwhile={meanwhile} draft={draft} onTake={onTake} />
          ))}
        </ul>
      </Notice>
    </div>
  );
}

interface FieldChoiceProps extends Omit<MeanwhileNoticeProps, "id"> {
  field: Field;
}

/** One field they changed: the difference between theirs and ours, and which of the two stands in the form. */
function FieldChoice({ field, meanwhile: { mine, theirs }, draft, onTake }: FieldChoiceProps) {
  const title = fieldTitles[field];
  const isTheirs = !differentFields(draft, theirs).includes(field);
  const differs = differentFields(mine, theirs).includes(field);
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1">
          <span className="font-medium">{title}</span>
          {isTheirs ? ": theirs stands in the form" : ": yours stands in the form, and would be saved over theirs"}
        </span>
        {isTheirs ? (
          differs && (
            <Button size="small" label={`${title}: take back what stood here`} onClick={() => onTake(field, "mine")}>
              Take back what stood here
            </Button>
          )
        ) : (
          <Button size="small" label={`${title}: take theirs`} onClick={() => onTake(field, "theirs")}>
            Take theirs
          </Button>
        )}
      </div>
      {differs && <LineDiff before={draftLines(mine, field)} after={draftLines(theirs, field)} />}
    </li>
  );
}

/** What a draft holds may not fit yet; to be shown it need not. */
const draftLines = (draft: Draft, field: Field): string => fieldLines(fieldsOf(draft) as SpecialistFields, field);
