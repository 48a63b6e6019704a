import { expect, test } from "vitest";
import { rankFor } from "#server/specialists/rank-specialists.ts";
import { roster } from "#server/specialists/roster.ts";
import { capabilityOwners } from "./capability-owners.ts";
import { crossValidate } from "./cross-validate.ts";
import { readExamples } from "./read-examples.ts";
import { routeText } from "./route-text.ts";
import { toyExamples } from "./toy-examples.ts";

/** Shares of the first fold of five; what all five reach is in docs/routing.md. */
const floor = { specialist: 0.64, capability: 0.62 };

test("unseen requests reach the right specialist, no less often than before", async () => {
  const owners = capabilityOwners(roster, rankFor);
  const [fold = []] = crossValidate(await readExamples());
  const routes = fold.map(({ prediction, example }) => ({
    example,
    route: routeText(prediction, example.text, owners),
  }));
  const specialist = routes.filter(({ example, route }) => route?.specialist_id === owners.get(example.capability));
  const capability = routes.filter(({ example, route }) => route?.capability === example.capability);
  expect(specialist.length / fold.length).toBeGreaterThanOrEqual(floor.specialist);
  expect(capability.length / fold.length).toBeGreaterThanOrEqual(floor.capability);
  // More would mean that it was asked what it had learned.
  expect(specialist.length / fold.length).toBeLessThan(0.95);
});

test("every example is asked once", () => {
  const asked = [...crossValidate(toyExamples, 3)].flat().map(({ example }) => example);
  expect(asked).toHaveLength(toyExamples.length);
  expect(new Set(asked)).toEqual(new Set(toyExamples));
});
