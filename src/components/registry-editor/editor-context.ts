"use client";
import { createContext, useContext } from "react";
import type { SpecialistView } from "#contract/registry.ts";
import type { SpecialistFields } from "#contract/specialist.ts";
import { type Draft, emptyDraft } from "./draft.ts";

export interface EditorContent {
  readonly draft: Draft;
  readonly edit: (patch: Partial<Draft>) => void;
  /** A capability that is typed and not in the draft yet. */
  readonly oneMore: string;
  readonly typeOneMore: (text: string) => void;
  /** What to say at a field, by place. */
  readonly errors: ReadonlyMap<string, string>;
  /** What the draft would be saved as; null while something does not fit. */
  readonly fields: SpecialistFields | null;
  /** The entry as the hub has it; null: a new one. */
  readonly view: SpecialistView | null;
  /** For those who may not write. */
  readonly readOnly: boolean;
}

const EditorContext = createContext<EditorContent>({
  draft: emptyDraft,
  edit: () => {},
  oneMore: "",
  typeOneMore: () => {},
  errors: new Map(),
  fields: null,
  view: null,
  readOnly: true,
});

export const EditorProvider = EditorContext.Provider;
export const useEditorContent = () => useContext(EditorContext);
