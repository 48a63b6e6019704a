"use client";
import "#components/api/zod-without-eval.ts";
import { useEffect, useMemo, useReducer, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { useHotkey } from "#components/ui/use-hotkey.ts";
import { useLeaveWarning } from "#components/ui/use-leave-warning.ts";
import type { SpecialistView } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import { CapabilitiesSection } from "./capabilities-section.tsx";
import { checkDraft } from "./check-draft.ts";
import { EditorProvider } from "./editor-context.ts";
import { clashes, type EditorState, editedFields, reduceEditor } from "./editor-state.ts";
import { EntryActions } from "./entry-actions.tsx";
import { GoneNotice } from "./gone-notice.tsx";
import { IdentitySection } from "./identity-section.tsx";
import { MeanwhileNotice } from "./meanwhile-notice.tsx";
import { ModelSection } from "./model-section.tsx";
import { PromptSection } from "./prompt-section.tsx";
import { SaveBar } from "./save-bar.tsx";
import { Section } from "./section.tsx";
import { useIsWriting, useSave } from "./use-writes.ts";
import { VersionHistory } from "./version-history.tsx";

interface EditorProps {
  start: EditorState;
  /** The entry as the hub has it now; null: a new one. */
  view: SpecialistView | null;
  /** The entry is not in the registry any more. */
  gone?: boolean;
  readOnly: boolean;
  onSaved?: (entry: Specialist) => void;
}

/** Everything that can be said of a specialist, to read and to change. Nothing is written before Save. */
export function Editor({ start, view, gone = false, readOnly, onSaved }: EditorProps) {
  const [state, dispatch] = useReducer(reduceEditor, start);
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const say = usePassingNotice();
  const save = useSave();
  const { base, draft, meanwhile } = state;
  const [oneMore, setOneMore] = useState({ text: "", held: false });
  const left = oneMore.text.trim() !== "";

  const writing = useIsWriting();
  useEffect(() => {
    if (view && !writing) dispatch({ type: "arrive", entry: view });
  }, [view, writing]);

  const { data: specialists } = useSpecialists();
  const checked = useMemo(
    () => checkDraft(draft, specialists?.filter(({ id }) => id !== base?.id) ?? []),
    [draft, specialists, base?.id],
  );
  const edited = [...new Set([...editedFields(state), ...(left ? (["capabilities"] as const) : [])])];
  /** What has not been touched in a new entry is not wrong yet. */
  const isShown = (place: string) => attempted || base !== null || edited.some((field) => place.startsWith(field));
  const errors = new Map([...checked.errors].filter(([place]) => isShown(place)));
  if (oneMore.held) errors.set("capabilities", "is not in the list yet: press Enter to add it, or clear it");
  const [removed, setRemoved] = useState(false);
  const unsaved = !readOnly && !removed && edited.length > 0;
  useLeaveWarning(unsaved ? "Leave without saving? What you have changed here would be lost." : null);

  /** What saving disabled, to go on from when it has failed. */
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    if (save.error && focused.current instanceof HTMLElement) focused.current.focus();
  }, [save.error]);

  const write = () => {
    if (save.isPending || gone || (base && !unsaved)) return;
    if (!checked.fields || left) {
      flushSync(() => {
        setAttempted(true);
        setOneMore({ ...oneMore, held: left });
      });
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      return;
    }
    focused.current = document.activeElement;
    save.mutate(
      { fields: checked.fields, base },
      {
        onSuccess: (entry) => {
          dispatch({ type: "written", entry, sent: draft });
          say({ words: base ? `Saved ${entry.id}, version ${entry.version}.` : `Added ${entry.id}.` });
          onSaved?.(entry);
        },
      },
    );
  };
  useHotkey((event) => !readOnly && isSaveKey(event), write);

  return (
    <EditorProvider
      value={{
        draft,
        edit: (patch) => dispatch({ type: "edit", patch }),
        oneMore: oneMore.text,
        typeOneMore: (text) => setOneMore({ text, held: false }),
        errors,
        fields: checked.fields,
        view,
        readOnly,
      }}
    >
      <div ref={form} className="mx-auto max-w-6xl space-y-4">
        <SaveBar
          edited={edited}
          wrong={errors.size}
          saving={save.isPending}
          overTheirs={clashes(state).length > 0}
          gone={gone}
          onSave={write}
          onDiscard={() => {
            save.reset();
            setAttempted(false);
            setOneMore({ text: "", held: false });
            dispatch({ type: "discard" });
          }}
        />
        {view && !gone && <EntryActions view={view} unsaved={unsaved} onRemoved={() => setRemoved(true)} />}
        {base && gone && !removed && (
          <GoneNotice base={base} onBack={(entry) => dispatch({ type: "written", entry })} />
        )}
        {base && meanwhile && (
          <MeanwhileNotice
            id={base.id}
            meanwhile={meanwhile}
            draft={draft}
            onTake={(field, from) => dispatch({ type: "take", field, from })}
          />
        )}
        {save.error && !meanwhile && !gone && <FailureNotice error={save.error} />}
        {/* The page of what was added takes this one's place: nothing typed in between would be in it. */}
        <fieldset disabled={view === null && (save.isPending || base !== null)} className="min-w-0 space-y-4">
          <IdentitySection />
          <ModelSection />
          <PromptSection />
          <CapabilitiesSection />
        </fieldset>
        {base && (
          <Section title="Versions">
            <VersionHistory
              id={base.id}
              now={gone ? null : base}
              hindrance={readOnly ? undefined : unsaved ? "Save or discard your changes first" : null}
              onRestored={(entry) => dispatch({ type: "written", entry })}
            />
          </Section>
        )}
      </div>
    </EditorProvider>
  );
}

const isSaveKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s";
