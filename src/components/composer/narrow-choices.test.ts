import { expect, it } from "vitest";
import { narrowChoices } from "./narrow-choices.ts";

const team = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `w${i}-ai`, name: `w${i}`, role: i % 2 === 0 ? "Even" : "odd" }));

it("of a few all are drawn, whatever is typed", () => {
  expect(narrowChoices(team(40), "w1", [])).toEqual({ drawn: team(40), more: 0 });
});

it("of many fifty are, in their order, the chosen ones among them", () => {
  const { drawn, more } = narrowChoices(team(1000), "", ["w900-ai", "w7-ai"]);
  expect(drawn.map(({ name }) => name)).toEqual([...Array.from({ length: 49 }, (_, i) => `w${i}`), "w900"]);
  expect(more).toBe(950);
});

it("those that name, id or role find, and the chosen ones, though they are not found", () => {
  const { drawn, more } = narrowChoices(team(100), " W1", ["w2-ai"]);
  expect(drawn.map(({ name }) => name)).toEqual(["w1", "w2", ...Array.from({ length: 10 }, (_, i) => `w${10 + i}`)]);
  expect(more).toBe(0);
  expect(narrowChoices(team(100), "even", []).drawn).toHaveLength(50);
  expect(narrowChoices(team(100), "nobody", []).drawn).toEqual([]);
});
