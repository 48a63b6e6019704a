import { expect, it } from "vitest";
import { checkDraft } from "./check-draft.ts";
import { emptyDraft } from "./draft.ts";

const good = { ...emptyDraft, id: "nova-ai", name: "nova", role: "tries" };

it("an empty number is none, and a good draft is what would be saved", () => {
  const { fields, errors } = checkDraft({ ...good, temperature: " 0.5 ", model: " " }, []);
  expect([...errors]).toEqual([]);
  expect(fields).toMatchObject({ id: "nova-ai", temperature: 0.5, max_tokens: null, model: null, provider: null });
});

it.each([
  [{ role: " " }, "role", "must not be empty"],
  [{ id: "Nova" }, "id", "lower-case letters, digits and hyphens, beginning with a letter"],
  [{ name: "auto" }, "name", expect.stringMatching(/^must not be one of auto, /)],
  [{ temperature: "3" }, "temperature", "must be at most 2"],
  [{ temperature: "warm" }, "temperature", "must be a number"],
  [{ max_tokens: "1.5" }, "max_tokens", "must be a whole number"],
  [{ context_window: "12" }, "context_window", "must be at least 256"],
  [{ description: "x".repeat(1001) }, "description", "must be at most 1,000 characters"],
  [{ cost: { per_1k_tokens: "-1", currency: "USD" } }, "cost.per_1k_tokens", "must be at least 0"],
  [{ cost: { per_1k_tokens: "", currency: "usd" } }, "cost.currency", "three capital letters, such as USD"],
])("%j is refused at its place, in words", (patch, place, words) => {
  const { fields, errors } = checkDraft({ ...good, ...patch }, []);
  expect(fields).toBeNull();
  expect([...errors]).toEqual([[place, words]]);
});

it("a name is taken by whom it would mean already", () => {
  const others = [{ id: "apollo-ai", name: "sun" }];
  for (const name of ["sun", "apollo", "apollo-ai"]) {
    expect(checkDraft({ ...good, name }, others).errors.get("name")).toBe("is taken by apollo-ai");
  }
  expect(checkDraft({ ...good, id: "apollo-ai" }, others).errors.get("id")).toBe("is taken by another entry");
});
