/** Routing over a database of its own, with a dozen examples and a clock that a test moves. */
import { join } from "node:path";
import type { Specialist } from "#contract/specialist.ts";
import type { Database } from "#server/db/client.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { openExampleStore } from "./example-store.ts";
import { openRouter, type RouterDeps } from "./router.ts";
import type { RoutingDeps } from "./routing-deps.ts";
import { toyExamples } from "./toy-examples.ts";

/** An entry of the registry. */
export const specialistOf = (id: string, primary: string[], scores: Record<string, number> = {}): Specialist => ({
  id,
  name: id,
  role: "tests",
  description: "",
  provider: null,
  model: null,
  system_prompt: "",
  capabilities: { primary, scores, learned: [] },
  temperature: null,
  max_tokens: null,
  context_window: null,
  cost: { per_1k_tokens: null, currency: "USD" },
  enabled: true,
  version: 1,
});

export const toyRegistry: readonly Specialist[] = [
  specialistOf("apollo-ai", ["debugging"]),
  specialistOf("hermes-ai", ["messaging"], { debugging: 0.4 }),
  specialistOf("numa-ai", ["general"], { haiku: 0.5 }),
];

export interface TestRouting {
  readonly deps: RoutingDeps;
  readonly clock: ManualClock;
  /** How often the router said that it had changed. */
  readonly changes: () => number;
  /** Resolves when no training is due or under way. */
  readonly settled: () => Promise<void>;
}

/** @param dir where models are kept */
export async function openTestRouting(
  { prisma, dir }: Pick<Database, "prisma"> & { readonly dir: string },
  options: Partial<RouterDeps> = {},
): Promise<TestRouting> {
  const clock = new ManualClock();
  const examples = await openExampleStore(prisma, toyExamples);
  let changes = 0;
  let wake = () => {};
  const router = await openRouter({
    examples,
    clock,
    log: silentLog,
    editedFile: join(dir, "edited.bin"),
    shippedFile: join(dir, "shipped.bin"),
    rankOf: ({ capabilities: { primary, scores } }, capability) =>
      (primary.includes(capability) ? 10 : 0) + (scores[capability] ?? 0),
    onChange: () => {
      changes++;
      wake();
    },
    ...options,
  });
  const settled = async () => {
    await clock.advance(1000);
    while (router.state().training)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return {
    deps: { examples, router, clock, registry: () => toyRegistry, isAvailable: ({ enabled }) => enabled },
    clock,
    changes: () => changes,
    settled,
  };
}
