/** The editor's state and what changes it; pure. */
import type { Specialist } from "#contract/specialist.ts";
import { type Draft, draftOf } from "./draft.ts";
import { differentFields, type Field, rebaseDraft, withFieldsOf } from "./rebase-draft.ts";

/** The entry was changed by somebody else while it was being edited here. */
export interface Meanwhile {
  /** The version that was edited before the first of their changes arrived. */
  readonly since: number;
  /** What they changed. */
  readonly fields: readonly Field[];
  /** The draft before their last change arrived, and the entry after it. */
  readonly mine: Draft;
  readonly theirs: Draft;
}

export interface EditorState {
  /** The entry the draft would replace; null: a new one. */
  readonly base: Specialist | null;
  /** What the draft was when nothing had been edited. */
  readonly begun: Draft;
  readonly draft: Draft;
  readonly meanwhile: Meanwhile | null;
}

export type EditorAction =
  | { readonly type: "edit"; readonly patch: Partial<Draft> }
  | { readonly type: "discard" }
  /** Somebody else's version. */
  | { readonly type: "arrive"; readonly entry: Specialist }
  /** What was written from here: `sent`, the draft as it stood then, or without it another version than the draft. */
  | { readonly type: "written"; readonly entry: Specialist; readonly sent?: Draft }
  | { readonly type: "take"; readonly field: Field; readonly from: "mine" | "theirs" };

export const editing = (entry: Specialist): EditorState => {
  const draft = draftOf(entry);
  return { base: entry, begun: draft, draft, meanwhile: null };
};

export const editingNew = (draft: Draft): EditorState => ({ base: null, begun: draft, draft, meanwhile: null });

export const editedFields = ({ draft, begun }: EditorState): Field[] => differentFields(draft, begun);

/** Fields that both have changed, and that would be saved as they are here. */
export const clashes = ({ draft, meanwhile }: EditorState): Field[] =>
  meanwhile ? differentFields(draft, meanwhile.theirs).filter((field) => meanwhile.fields.includes(field)) : [];

export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  const { base, begun, draft, meanwhile } = state;
  switch (action.type) {
    case "edit":
      return { ...state, draft: { ...draft, ...action.patch } };
    case "discard":
      return { ...state, draft: begun, meanwhile: null };
    case "arrive": {
      if (!base || action.entry.version <= base.version) return state;
      const theirs = draftOf(action.entry);
      const next = { base: action.entry, begun: theirs, draft: rebaseDraft(draft, begun, theirs) };
      if (editedFields(state).length === 0) return { ...next, meanwhile };
      const fields = [...new Set([...(meanwhile?.fields ?? []), ...differentFields(begun, theirs)])];
      return { ...next, meanwhile: { since: meanwhile?.since ?? base.version, fields, mine: draft, theirs } };
    }
    case "written": {
      const now = draftOf(action.entry);
      return { base: action.entry, begun: now, draft: rebaseDraft(draft, action.sent ?? begun, now), meanwhile: null };
    }
    case "take":
      if (!meanwhile) return state;
      return { ...state, draft: withFieldsOf(draft, meanwhile[action.from], [action.field]) };
  }
}
