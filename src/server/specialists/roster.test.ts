import { describe, expect, test } from "vitest";
import { specialist } from "#contract/specialist.ts";
import { type RosterEntry, roster } from "./roster.ts";

const primaryOwners: readonly [id: string, primary: string][] = [
  ["apollo-ai", "code-analysis debugging optimization"],
  ["synthesis-ai", "code-generation"],
  ["athena-ai", "knowledge-synthesis architecture security-review"],
  ["prometheus-ai", "planning"],
  ["telos-ai", "requirements testing"],
  ["metis-ai", "workflow-design"],
  ["harmonia-ai", "orchestration"],
  ["noesis-ai", "research"],
  ["sophia-ai", "learning data-analysis"],
  ["engram-ai", "memory summarization"],
  ["hermes-ai", "messaging documentation"],
  ["rhetor-ai", "prompt-engineering creative-writing"],
  ["penia-ai", "cost-management"],
  ["ergon-ai", "tool-use"],
  ["terma-ai", "terminal"],
  ["hephaestus-ai", "ui-design"],
  ["tekton-ai", "operations"],
  ["numa-ai", "general"],
];
const allPrimary = roster.flatMap((entry) => entry.capabilities.primary);
const names = roster.map((entry) => entry.name);
const wordsIn = (text: string): number => text.split(/\s+/).length;
const sentencesOf = (entry: RosterEntry): Set<string> =>
  new Set(
    entry.system_prompt
      .split(/[.:!?]\s|\n/)
      .map((sentence) =>
        sentence
          .toLowerCase()
          .replace(/[^a-z ]/g, "")
          .trim(),
      )
      .filter((sentence) => sentence !== ""),
  );

describe("the roster", () => {
  test("it has the eighteen specialists in their order, each with its primary capabilities", () => {
    expect(roster.map((entry) => [entry.id, entry.capabilities.primary.join(" ")])).toEqual(primaryOwners);
  });

  test("every capability has exactly one primary owner", () => {
    expect(new Set(allPrimary).size).toBe(allPrimary.length);
  });

  test("each name finds its specialist: it is the id's stem, and no name begins another", () => {
    for (const { id, name } of roster) {
      expect(id).toBe(`${name}-ai`);
      expect(names.filter((other) => other.startsWith(name))).toEqual([name]);
    }
  });
});

describe.each(roster)("$id", (entry) => {
  const { capabilities, system_prompt: prompt } = entry;

  test("it is a valid entry, described in one or two sentences", () => {
    const { id, name, role, description, system_prompt, capabilities, temperature } = specialist.shape;
    expect(id.parse(entry.id)).toBe(entry.id);
    for (const [schema, value] of [
      [name, entry.name],
      [role, entry.role],
      [description, entry.description],
      [system_prompt, prompt],
      [capabilities, entry.capabilities],
      [temperature, entry.temperature],
    ] as const)
      expect(schema.safeParse(value).success).toBe(true);
    expect(entry.description).toMatch(/^\p{Lu}.{40,200}\.$/u);
    expect(entry.temperature).toBeGreaterThan(0);
    expect(entry.temperature).toBeLessThanOrEqual(1);
  });

  test("its primary scores are high, and it is second at three to six more things", () => {
    const secondary = Object.entries(capabilities.scores).filter(([id]) => !capabilities.primary.includes(id));
    for (const id of capabilities.primary) {
      expect(capabilities.scores[id]).toBeGreaterThanOrEqual(0.85);
      expect(capabilities.scores[id]).toBeLessThanOrEqual(0.95);
    }
    expect(secondary.length).toBeGreaterThanOrEqual(3);
    expect(secondary.length).toBeLessThanOrEqual(6);
    for (const [id, score] of secondary) {
      expect(allPrimary).toContain(id);
      expect(score).toBeGreaterThanOrEqual(0.3);
      expect(score).toBeLessThanOrEqual(0.75);
    }
  });

  test("its prompt says who it is, how to answer, and what to do with code and with others' work", () => {
    expect(prompt).toMatch(new RegExp(`^You are ${entry.name[0]?.toUpperCase()}${entry.name.slice(1)}, .*\\.\n`));
    expect(prompt).toMatch(/\n\nAnswer format:\n/);
    expect(prompt).toMatch(/\bcode\b/);
    expect(prompt).toContain("pipeline_context block");
    expect(prompt).toMatch(/\b(?:never|do not|don't)\b/i);
    expect(prompt).not.toMatch(/language model|\bAI\b|assistant/);
  });

  test("its prompt sends people to at least two colleagues who exist", () => {
    const named = names.filter((name) => name !== entry.name && new RegExp(`\\b${name}\\b`, "i").test(prompt));
    expect(named.length).toBeGreaterThanOrEqual(2);
  });

  test("its prompt is long enough to guide and short enough for a small model", () => {
    expect(wordsIn(prompt)).toBeGreaterThanOrEqual(150);
    expect(wordsIn(prompt)).toBeLessThanOrEqual(350);
  });

  test("its prompt shares less than a tenth of its sentences with any other", () => {
    const own = sentencesOf(entry);
    for (const other of roster.filter(({ id }) => id !== entry.id)) {
      const shared = [...own].filter((sentence) => sentencesOf(other).has(sentence));
      expect(shared.length / own.size, `${other.id}: ${shared}`).toBeLessThan(0.1);
    }
  });
});
