import { describe, expect, it } from "vitest";
import type { Specialist } from "#contract/specialist.ts";
import { clashes, editedFields, editing, reduceEditor } from "./editor-state.ts";

const entry: Specialist = {
  id: "apollo-ai",
  name: "apollo",
  role: "insight",
  description: "",
  provider: null,
  model: null,
  system_prompt: "You are Apollo.",
  capabilities: { primary: ["debugging"], scores: { planning: 0.3, debugging: 0.9 }, learned: [] },
  temperature: 0.7,
  max_tokens: null,
  context_window: null,
  cost: { per_1k_tokens: null, currency: "USD" },
  enabled: true,
  version: 3,
};
const edit = (patch: object) => ({ type: "edit", patch }) as const;
const arrive = (patch: object, version = 4) => ({ type: "arrive", entry: { ...entry, ...patch, version } }) as const;

describe("editing while somebody else saves", () => {
  it("nothing edited: theirs is shown", () => {
    const state = reduceEditor(editing(entry), arrive({ role: "theirs" }));
    expect(state).toMatchObject({ draft: { role: "theirs" }, base: { version: 4 }, meanwhile: null });
    expect(editedFields(state)).toEqual([]);
  });

  it("what was edited here stays, what was not becomes theirs, and both are told", () => {
    const mine = reduceEditor(editing(entry), edit({ role: "mine", description: "mine" }));
    const state = reduceEditor(mine, arrive({ role: "theirs", temperature: 1 }));
    expect(state.draft).toMatchObject({ role: "mine", description: "mine", temperature: "1" });
    expect(state.meanwhile).toMatchObject({ since: 3, fields: ["role", "temperature"] });
    expect(clashes(state)).toEqual(["role"]);
    expect(editedFields(state)).toEqual(["role", "description"]);
    const took = reduceEditor(state, { type: "take", field: "role", from: "theirs" });
    expect(took.draft.role).toBe("theirs");
    expect(clashes(took)).toEqual([]);
    expect(reduceEditor(took, { type: "take", field: "role", from: "mine" }).draft.role).toBe("mine");
  });

  it("the same change on both sides is no clash", () => {
    const mine = reduceEditor(editing(entry), edit({ role: "same" }));
    expect(clashes(reduceEditor(mine, arrive({ role: "same" })))).toEqual([]);
  });

  it("a second change by others adds to the first", () => {
    const mine = reduceEditor(editing(entry), edit({ role: "mine" }));
    const twice = reduceEditor(
      reduceEditor(mine, arrive({ description: "one" })),
      arrive({ description: "one", role: "two" }, 5),
    );
    expect(twice.meanwhile).toMatchObject({ since: 3, fields: ["description", "role"] });
    expect(clashes(twice)).toEqual(["role"]);
  });

  it("an older version than the one at hand is ignored", () => {
    const state = editing(entry);
    expect(reduceEditor(state, arrive({ role: "old" }, 3))).toBe(state);
  });

  it("what is typed while it is being saved stays, unsaved", () => {
    const sent = reduceEditor(editing(entry), edit({ role: " mine " }));
    const typedOn = reduceEditor(sent, edit({ description: "more" }));
    const state = reduceEditor(typedOn, {
      type: "written",
      entry: { ...entry, role: "mine", version: 4 },
      sent: sent.draft,
    });
    expect(state.draft).toMatchObject({ role: "mine", description: "more" });
    expect(editedFields(state)).toEqual(["description"]);
  });

  it("what is restored, and that undone, is shown as it is", () => {
    const restored = reduceEditor(editing(entry), { type: "written", entry: { ...entry, role: "old", version: 4 } });
    expect(restored.draft.role).toBe("old");
    const undone = reduceEditor(restored, { type: "written", entry: { ...entry, version: 5 } });
    expect(undone.draft.role).toBe("insight");
    expect(editedFields(undone)).toEqual([]);
  });

  it("taking a capability out and putting it back as it was is no edit", () => {
    const state = editing(entry);
    const { capabilities } = state.draft;
    const without = reduceEditor(state, edit({ capabilities: capabilities.slice(0, 1) }));
    expect(editedFields(without)).toEqual(["capabilities"]);
    expect(editedFields(reduceEditor(without, edit({ capabilities })))).toEqual([]);
  });
});
