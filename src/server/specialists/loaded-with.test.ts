import { expect, test } from "vitest";
import type { Specialist } from "#contract/specialist.ts";
import { specialistOf } from "#server/routing/routing.fixture.ts";
import { loadedWith } from "./loaded-with.ts";

const entry = (model: string | null, context_window: number | null, rest: Partial<Specialist> = {}): Specialist => ({
  ...specialistOf("apollo-ai", []),
  provider: "ollama",
  model,
  context_window,
  ...rest,
});
const runsOn = ({ provider, model }: Specialist) => ({ provider: provider ?? "ollama", model });

test("a model is found however its name is written", () => {
  const all = [entry("mistral:7b", 2048), entry("llama3.2:latest", null), entry("llama3.2:latest", 8192)];
  for (const written of ["llama3.2", "Llama3.2:latest", "library/llama3.2"])
    expect(loadedWith(all, runsOn, written)).toBe(8192);
  expect(loadedWith(all, runsOn, "llama3.2:3b")).toBeNull();
});

test("who is switched off, has no model or is answered by another provider does not count", () => {
  const all = [
    entry("llama3.2", 1024, { enabled: false }),
    entry(null, 2048),
    entry("llama3.2:latest", 4096, { provider: "openai" }),
  ];
  expect(loadedWith(all, runsOn, "llama3.2")).toBeNull();
});
