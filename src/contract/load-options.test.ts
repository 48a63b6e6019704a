import { describe, expect, it } from "vitest";
import { loadOptionWarnings, modelKey } from "./load-options.ts";

const entry = (id: string, context_window: number | null, model: string | null = "llama3.2", provider = "ollama") => ({
  id,
  provider,
  model,
  context_window,
});

describe("load-time options", () => {
  it("are the same for all that share a model, or each is told who differs", () => {
    const warnings = loadOptionWarnings([entry("a", 8192), entry("b", null), entry("c", 8192, "llama3.2:latest")]);
    expect([...warnings.keys()].sort()).toEqual(["a", "b", "c"]);
    expect(warnings.get("a")).toEqual([
      "b loads llama3.2 with the hub's default context window, this one with a context window of 8,192: Ollama loads it anew at each change.",
    ]);
    expect(warnings.get("b")?.[0]).toMatch(/^a and c load llama3\.2 with a context window of 8,192, this one with the/);
  });

  it("are told once for each other option, three ids at the most", () => {
    const many = ["p", "q", "r", "s", "t"].map((id) => entry(id, 4096));
    const warnings = loadOptionWarnings([entry("a", 8192), entry("b", 2048), ...many]);
    expect(warnings.get("a")).toHaveLength(2);
    expect(warnings.get("a")?.[1]).toMatch(/^p, q, r and 2 more load /);
  });

  it("matter only between entries of one model that Ollama loads", () => {
    const apart = [entry("a", 8192), entry("b", 4096, "mistral:7b"), entry("c", 4096, null), entry("d", 8192)];
    expect(loadOptionWarnings(apart).size).toBe(0);
    expect(loadOptionWarnings([entry("a", 1, "m", "openai"), entry("b", 2, "m", "openai")]).size).toBe(0);
  });

  it("compares names as Ollama does", () => {
    expect(modelKey("ollama", "Llama3.2")).toBe(modelKey("ollama", "llama3.2:latest"));
    expect(modelKey("ollama", "library/llama3.2")).toBe(modelKey("ollama", "llama3.2:latest"));
    expect(modelKey("ollama", "llama3.2:3b")).not.toBe(modelKey("ollama", "llama3.2"));
    expect(modelKey("openai", "m")).not.toBe(modelKey("openai", "m:latest"));
  });
});
