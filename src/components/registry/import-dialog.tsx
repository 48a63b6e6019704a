"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { queryKeys } from "#components/api/query-keys.ts";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import type { ImportMode } from "#contract/registry.ts";
import { ImportErrorList } from "./import-error-list.tsx";
import { ImportOutcome } from "./import-outcome.tsx";
import { listNames } from "./list-names.ts";
import { ImportRefusal, importRegistryFile, type RegistryFile } from "./registry-file.ts";

interface ImportDialogProps {
  file: RegistryFile;
  /** The registry as it is. */
  entries: readonly SpecialistEntry[];
  onClose: () => void;
}

/** Asks how the file is to be taken in, says what that would delete, and then what has come of it. */
export function ImportDialog({ file, entries, onClose }: ImportDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [mode, setMode] = useState<ImportMode>("merge");
  const client = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: () => importRegistryFile(file, mode),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.specialists }),
  });
  useEffect(() => dialog.current?.showModal(), []);
  const named = new Set(file.ids);
  const leaving = mode === "replace" ? entries.filter(({ id }) => !named.has(id)) : [];
  const choose = (next: ImportMode) => {
    setMode(next);
    reset();
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      // Its outcome is told here. A browser may close a dialog that refuses to.
      onCancel={(event) => isPending && event.preventDefault()}
      onClose={() => (isPending ? dialog.current?.showModal() : onClose())}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-1.5rem))] overflow-y-auto rounded-lg border border-line bg-surface p-4 text-sm text-ink shadow-xl [overflow-wrap:anywhere]"
    >
      <h2 id={title} className="text-base font-semibold">
        {data ? "Imported" : "Import"} {file.name}
      </h2>
      {data ? (
        <ImportOutcome report={data} />
      ) : (
        <>
          <p className="mt-1 text-muted">
            The file names {countOf(file.ids.length)}; this hub has {entries.length.toLocaleString("en")}.
          </p>
          <fieldset className="mt-3 space-y-2" disabled={isPending}>
            <legend className="sr-only">How to take it in</legend>
            <Choice
              checked={mode === "merge"}
              onChoose={() => choose("merge")}
              words="Merge"
              note="Adds what is new and updates what differs. Specialists that the file does not name stay as they are."
            />
            <Choice
              checked={mode === "replace"}
              onChoose={() => choose("replace")}
              words="Replace"
              note="The registry becomes what the file says. Specialists that it does not name are deleted."
            />
          </fieldset>
          <div role="status">
            {leaving.length > 0 && (
              <p className="mt-3 rounded-md border border-danger/30 bg-danger-soft px-3 py-2">
                This deletes {countOf(leaving.length)}: {listNames(leaving.map(({ name }) => name).sort())}.
              </p>
            )}
          </div>
          {error && (
            <ImportErrorList
              message={error.message}
              errors={error instanceof ImportRefusal ? error.errors : []}
              ids={file.ids}
            />
          )}
        </>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button disabled={isPending} onClick={() => dialog.current?.close()}>
          {data ? "Close" : "Cancel"}
        </Button>
        {!data && (
          <Button look={leaving.length > 0 ? "danger" : "primary"} disabled={isPending} onClick={() => mutate()}>
            {isPending ? "Importing…" : actionWords(mode, leaving.length)}
          </Button>
        )}
      </div>
    </dialog>
  );
}

const countOf = (count: number): string => (count === 1 ? "1 specialist" : `${count.toLocaleString("en")} specialists`);

function actionWords(mode: ImportMode, leaving: number): string {
  if (mode === "merge") return "Merge";
  return leaving === 0 ? "Replace" : `Replace and delete ${leaving.toLocaleString("en")}`;
}

interface ChoiceProps {
  checked: boolean;
  onChoose: () => void;
  words: string;
  note: string;
}

function Choice({ checked, onChoose, words, note }: ChoiceProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex gap-2 rounded-md border border-line px-3 py-2 has-checked:border-accent">
      <input
        id={id}
        type="radio"
        name="import-mode"
        checked={checked}
        onChange={onChoose}
        className="mt-1 self-start"
      />
      <span>
        <span className="block font-medium">{words}</span>
        <span className="block text-xs text-muted">{note}</span>
      </span>
    </label>
  );
}
