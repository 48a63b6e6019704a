import { expect, it } from "vitest";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { arrange, capabilitiesOf, type RegistryView, readView, writeView } from "./registry-view.ts";

const usual: RegistryView = { q: "", state: "", capability: "", sort: "name", descending: false };

type Made = Partial<Omit<SpecialistEntry, "capabilities" | "performance" | "health">> & {
  readonly primary?: string[];
  readonly scores?: Record<string, number>;
  readonly rate?: number | null;
  readonly status?: SpecialistEntry["health"]["status"];
};

function entry(name: string, { primary = [], scores = {}, rate = null, status = "available", ...rest }: Made = {}) {
  return {
    id: `${name}-ai`,
    name,
    role: "",
    description: "",
    provider: null,
    model: null,
    capabilities: { primary, scores, learned: [] },
    temperature: null,
    max_tokens: null,
    context_window: null,
    cost: { per_1k_tokens: null, currency: "USD" },
    enabled: true,
    version: 1,
    health: { status, reason: null, cure: null, missing_model: null },
    available: status === "available",
    resolved: { provider: "ollama", model: "llama3.2:3b" },
    performance: { samples: 0, success_rate: rate, duration_ms: null, first_token_ms: null, window_days: 30 },
    warnings: [],
    ...rest,
  } satisfies SpecialistEntry;
}

const names = (entries: readonly SpecialistEntry[], view: Partial<RegistryView>) =>
  arrange(entries, { ...usual, ...view }).map(({ name }) => name);

it("what has no figure is last, whichever way round, and equals are in order of name", () => {
  const entries = [entry("d"), entry("c", { rate: 0.5 }), entry("b", { rate: 1 }), entry("a", { rate: 0.5 })];
  expect(names(entries, { sort: "success" })).toEqual(["a", "c", "b", "d"]);
  expect(names(entries, { sort: "success", descending: true })).toEqual(["b", "a", "c", "d"]);
});

it("sorted by the capability it is narrowed to, primary owners lead, then scores", () => {
  const entries = [
    entry("strong", { scores: { planning: 0.9, research: 0.1 } }),
    entry("owner", { primary: ["planning"], scores: { planning: 0.6 } }),
    entry("weak", { scores: { planning: 0.2 } }),
    entry("none", { scores: { planning: 0 } }),
  ];
  const view = { capability: "planning", sort: "capability", descending: true } as const;
  expect(names(entries, view)).toEqual(["owner", "strong", "weak"]);
  expect(names(entries, { sort: "capability" })).toEqual(["owner", "none", "strong", "weak"]);
});

it("every word typed has to be somewhere in the entry, in any case", () => {
  const entries = [
    entry("apollo", { role: "Code insight", primary: ["debugging"] }),
    entry("athena", { role: "Strategy", resolved: { provider: "openai", model: "Qwen" } }),
  ];
  expect(names(entries, { q: "CODE debug" })).toEqual(["apollo"]);
  expect(names(entries, { q: "qwen strat" })).toEqual(["athena"]);
  expect(names(entries, { q: "code strategy" })).toEqual([]);
});

it("narrows to a state, or to those with a warning", () => {
  const entries = [
    entry("a", { status: "disabled" }),
    entry("b", { status: "unavailable", warnings: ["Loads with another context window."] }),
    entry("c"),
  ];
  expect(names(entries, { state: "disabled" })).toEqual(["a"]);
  expect(names(entries, { state: "available" })).toEqual(["c"]);
  expect(names(entries, { state: "warned" })).toEqual(["b"]);
});

it("counts who has each capability, primary or not, once", () => {
  const entries = [
    entry("a", { primary: ["planning"], scores: { planning: 0.9, research: 0 } }),
    entry("b", { scores: { planning: 0.3, general: 0.2 } }),
  ];
  expect(capabilitiesOf(entries)).toEqual([
    { name: "general", count: 1 },
    { name: "planning", count: 2 },
  ]);
});

it("an address says exactly the view it was written from, and nonsense is left out", () => {
  const view: RegistryView = { q: "a b", state: "warned", capability: "planning", sort: "success", descending: true };
  expect(readView(writeView(view))).toEqual(view);
  expect(writeView(usual).size).toBe(0);
  expect(readView(new URLSearchParams("state=odd&sort=age&order=up"))).toEqual(usual);
});
