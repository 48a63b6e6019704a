import { expect, test } from "vitest";
import { newSpecialist, type Performance } from "#contract/registry.ts";
import type { Specialist } from "#contract/specialist.ts";
import { localActor } from "#server/kernel/actor.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { bestAi } from "./best-ai.ts";
import type { DiscoveryDeps } from "./discovery-deps.ts";

interface Candidate {
  readonly id: string;
  readonly primary?: boolean;
  readonly score?: number;
  readonly success?: number;
  readonly durationMs?: number;
  readonly available?: boolean;
}

/** The ids, the best first, of candidates with one capability. */
function ranked(candidates: readonly Candidate[], threshold = 0): string[] {
  const find = (id: string) => candidates.find((one) => one.id === id);
  const registry = candidates.map(({ id, primary, score }): Specialist => {
    const capabilities = { primary: primary ? ["testing"] : [], scores: score === undefined ? {} : { testing: score } };
    const fields = newSpecialist.parse({ id, role: "r", system_prompt: "", capabilities });
    return { ...fields, name: id, version: 1 };
  });
  const performance = (id: string): Performance => {
    const { success = null, durationMs = null } = find(id) ?? {};
    const samples = success === null ? 0 : 10;
    return { samples, success_rate: success, duration_ms: durationMs, first_token_ms: null, window_days: 30 };
  };
  const deps: DiscoveryDeps = {
    clock: new ManualClock(),
    registry: () => registry,
    isAvailable: ({ id }) => find(id)?.available ?? true,
    runsOn: () => ({ provider: "demo", model: null }),
    figures: { of: performance, scoreOf: ({ id }) => find(id)?.score ?? 0 },
  };
  const { best_match, alternatives } = bestAi(deps, localActor, { capability: "testing", threshold });
  return [best_match, ...alternatives].flatMap((one) => one?.id ?? []);
}

test("primary owners come first, then the score", () => {
  expect(
    ranked([
      { id: "a", score: 0.9 },
      { id: "b", primary: true, score: 0.4 },
      { id: "c", score: 0.95 },
      { id: "d", primary: true, score: 0.6 },
    ]),
  ).toEqual(["d", "b", "c", "a"]);
});

test("of equals the one that succeeded more often, then the faster one, then the one registered first", () => {
  const score = 0.8;
  expect(
    ranked([
      { id: "untried", score },
      { id: "slow", score, success: 1, durationMs: 900 },
      { id: "flaky", score, success: 0.5, durationMs: 10 },
      { id: "quick", score, success: 1, durationMs: 200 },
      { id: "untried-too", score },
    ]),
  ).toEqual(["quick", "slow", "flaky", "untried", "untried-too"]);
});

test("who is not there, lacks the capability or is below the threshold is left out", () => {
  const candidates = [
    { id: "gone", primary: true, score: 1, available: false },
    { id: "lacks-it" },
    { id: "owner", primary: true },
    { id: "just", score: 0.7 },
    { id: "below", score: 0.69 },
  ];
  expect(ranked(candidates)).toEqual(["owner", "just", "below"]);
  expect(ranked(candidates, 0.7)).toEqual(["just"]);
});
