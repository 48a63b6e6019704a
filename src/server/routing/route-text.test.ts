import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { rankFor } from "#server/specialists/rank-specialists.ts";
import { roster } from "#server/specialists/roster.ts";
import { capabilityOwners } from "./capability-owners.ts";
import { Model, sharpness } from "./model.ts";
import { readExamples } from "./read-examples.ts";
import { routeText } from "./route-text.ts";
import { trainModel } from "./train-model.ts";

let model: Model;
beforeAll(async () => {
  model = trainModel(await readExamples());
});

/** A model that gives every text with the word "thing" these probabilities, and shares the rest among others. */
function flat(given: Record<string, number>): Model {
  const others = ["cost-management", "ui-design", "planning", "research", "tool-use"];
  const rest = (1 - Object.values(given).reduce((a, b) => a + b, 0)) / others.length;
  const all = { ...given, ...Object.fromEntries(others.map((capability) => [capability, rest])) };
  return new Model({
    capabilities: Object.keys(all),
    features: ["word:thing"],
    importance: Float32Array.of(1),
    scale: Float32Array.of(0),
    weights: new Int8Array(Object.keys(all).length),
    bias: Float32Array.from(Object.values(all), (probability) => Math.log(probability) / sharpness),
  });
}

const without = (...ids: string[]) =>
  capabilityOwners(
    roster.filter(({ id }) => !ids.includes(id)),
    rankFor,
  );
const route = (text: string, owners = without()) => routeText(model.predict(text), text, owners);
const crash = "The app crashes with a NullPointerException and a stack trace on login, why does this error happen?";

test("it says who, how sure, because of which words, and who came next", () => {
  const found = route(crash);
  expect(found).toMatchObject({ specialist_id: "apollo-ai", capability: "debugging", unsure: false });
  expect(found?.reason).toMatch(/^Looks like debugging because of .*“.+”.*; runner-up: [a-z-]+ \([a-z]+-ai\)\.$/);
  expect(found?.evidence.length).toBeGreaterThan(0);
  for (const { feature } of found?.evidence.filter((e) => e.kind === "words") ?? [])
    for (const word of feature.split(" ")) expect(crash.toLowerCase()).toContain(word);
  expect(found?.alternatives).toHaveLength(3);
  expect(found?.alternatives.map((a) => a.specialist_id)).not.toContain("apollo-ai");
  for (const { confidence } of found?.alternatives ?? [])
    expect(confidence).toBeLessThanOrEqual(found?.confidence ?? 0);
});

test.each([
  ["write a short story about a lighthouse keeper and a whale", "rhetor-ai"],
  ["summarize this meeting transcript in five key points", "engram-ai"],
  ["git command to undo my last commit", "terma-ai"],
  ["roll back the deployment on the production cluster", "tekton-ai"],
  ["hello, how are you?", "numa-ai"],
])("%j is for %s", (text, id) => {
  expect(route(text)?.specialist_id).toBe(id);
});

describe("who is not available", () => {
  test("is passed over for the next best at the same capability", () => {
    const next = without("apollo-ai").get("debugging");
    expect(route(crash, without("apollo-ai"))).toMatchObject({ capability: "debugging", specialist_id: next });
  });

  test("and when nobody else has it, the reason says so", () => {
    const owners = new Map([...without()].filter(([capability]) => capability !== "debugging"));
    const found = route(crash, owners);
    expect(found?.reason).toMatch(/^It looks like debugging, which nobody available has\. /);
    expect(found?.capability).not.toBe("debugging");
  });

  test("all of them: nobody is chosen", () => {
    expect(route(crash, new Map())).toBeNull();
    expect(route(crash, new Map([["juggling", "clown-ai"]]))).toBeNull();
  });
});

describe("unsure", () => {
  test("between equals, the generalist has it and the reason names them", () => {
    expect(
      routeText(flat({ debugging: 0.24, terminal: 0.22, general: 0.04 }).predict("thing"), "thing", without()),
    ).toEqual({
      specialist_id: "numa-ai",
      capability: "general",
      confidence: 0.04,
      by: "words",
      unsure: true,
      reason: "Unsure, between debugging (24 %) and terminal (22 %): numa-ai takes it as the generalist.",
      evidence: [],
      alternatives: [
        { specialist_id: "apollo-ai", capability: "debugging", confidence: 0.24 },
        { specialist_id: "terma-ai", capability: "terminal", confidence: 0.22 },
        { specialist_id: "penia-ai", capability: "cost-management", confidence: expect.closeTo(0.1, 3) },
      ],
    });
  });

  test("it is not from 0.25 on, nor when a specialist reaches that with all of its capabilities", () => {
    expect(routeText(flat({ debugging: 0.26, terminal: 0.22 }).predict("thing"), "thing", without())).toMatchObject({
      unsure: false,
    });
    const together = flat({ debugging: 0.2, "code-analysis": 0.15, terminal: 0.22 });
    expect(routeText(together.predict("thing"), "thing", without())).toMatchObject({
      specialist_id: "apollo-ai",
      capability: "debugging",
      confidence: 0.35,
      unsure: false,
    });
  });

  test.each([
    "Kannst du mir bitte helfen, den Fehler in meinem Programm zu finden?",
    "Quelle est la météo à Paris demain, et que dois-je porter ?",
    "¿Puedes resumir este informe en tres frases para mi jefe?",
    "Scrivi una lettera al padrone di casa per il riscaldamento rotto",
    "помоги мне составить план на неделю",
    "请帮我写一首关于春天的诗",
    "この文章を要約してください",
    "ساعدني في كتابة رسالة",
    "asdf qwer zxcv",
  ])("%j is in no English it knows", (text) => {
    expect(route(text)).toMatchObject({
      specialist_id: "numa-ai",
      capability: "general",
      confidence: 0,
      reason: "Too few of its words are known (the router reads English): numa-ai takes it as the generalist.",
      alternatives: [],
    });
  });

  test.each(["", "   \n", "???", "…", "🙂"])("%j has no words", (text) => {
    expect(route(text)).toMatchObject({
      specialist_id: "numa-ai",
      confidence: 0,
      reason: expect.stringMatching(/^There are no words in it: /),
    });
  });

  test("without a generalist it goes to the likeliest", () => {
    const owners = new Map([...without()].filter(([capability]) => capability !== "general"));
    for (const found of [routeText(flat({ debugging: 0.24 }).predict("thing"), "thing", owners), route("", owners)]) {
      expect(found?.unsure).toBe(true);
      expect(found?.reason).toContain(`it goes to ${found?.specialist_id}, there being no generalist`);
    }
  });
});

test("what was pasted is not quoted back at length", () => {
  const log = `why does this crash?\n${"at com.example.SecretService.doIt(SecretService.java:42) token=9f8a7b6c5d4e3f2a1b0c\n".repeat(200)}`;
  const found = route(log);
  expect(found?.reason.length).toBeLessThan(300);
  expect(found?.reason).not.toContain("9f8a7b");
});

test("any text has a route, in bounds", () => {
  const owners = without();
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
      const found = route(text, owners);
      expect(found?.confidence).toBeGreaterThanOrEqual(0);
      expect(found?.confidence).toBeLessThanOrEqual(1);
      expect(found?.reason.length).toBeLessThan(400);
    }),
  );
});
