/** The routing rules in force: which of them fits a message, and whom it names. */

import { setImmediate } from "node:timers/promises";
import type { Orchestration, RoutingRule } from "#contract/orchestration.ts";
import type { RouteAnswer } from "#contract/routing.ts";
import type { Specialist } from "#contract/specialist.ts";
import { compilePattern, type Pattern } from "./compile-pattern.ts";

/** Milliseconds the rules may keep the process for at a stretch. */
const stretchMs = 5;

export interface RuleBookDeps {
  readonly settings: () => Orchestration;
  /** The router, among these only; null when it knows nothing any of them is good at. */
  readonly route: (message: string, among: readonly Specialist[]) => Promise<RouteAnswer | null>;
}

export interface RuleDecision {
  /** Who answers, then, by the strategy `fallback`, who answers instead; at least one. */
  readonly order: readonly Specialist[];
  /** All who are named: by the strategy `all`, where several can answer; else who answers alone. */
  readonly all: readonly Specialist[];
  readonly answer: RouteAnswer;
  /** What the router chose among them for; null when the rule alone decided. */
  readonly capability: string | null;
}

interface Compiled extends RoutingRule {
  readonly compiled: Pattern;
  /** Its place among the rules, from 1. */
  readonly number: number;
}

export class RuleBook {
  #of: Orchestration | null = null;
  #rules: readonly Compiled[] = [];
  /** How often each round-robin rule has decided; by what the rule says, so that moving it keeps its turn. */
  readonly #turns = new Map<string, number>();

  constructor(private readonly deps: RuleBookDeps) {}

  /**
   * The first rule whose pattern is found and that names somebody who may answer; null when none does.
   * @param isReal false: only looks; a round-robin does not move on
   */
  async decide(message: string, mayAnswer: readonly Specialist[], isReal: boolean): Promise<RuleDecision | null> {
    let since = performance.now();
    for (const rule of this.#compiled()) {
      // Two hundred rules over a long message are a second's work: everybody else's is done in between.
      if (performance.now() - since > stretchMs) {
        await setImmediate();
        since = performance.now();
      }
      if (!("found" in rule.compiled) || !rule.compiled.found(message)) continue;
      const named = rule.specialists.flatMap((id) => mayAnswer.find((s) => s.id === id) ?? []);
      const [first] = named;
      if (first) return this.#choose(rule, [first, ...named.slice(1)], message, isReal);
    }
    return null;
  }

  async #choose(
    rule: Compiled,
    named: readonly [Specialist, ...Specialist[]],
    message: string,
    isReal: boolean,
  ): Promise<RuleDecision> {
    const because = (who: Specialist, why: string, routed?: RouteAnswer | null): RouteAnswer => ({
      specialist_id: who.id,
      capability: routed?.capability ?? who.capabilities.primary[0] ?? "general",
      confidence: routed?.confidence ?? 1,
      by: "rule",
      unsure: false,
      reason: `Rule ${rule.number} (/${rule.pattern}/, ${rule.strategy}) fits: ${why}`,
      evidence: routed?.evidence ?? [],
      alternatives: routed?.alternatives ?? [],
    });
    const [first] = named;
    if (rule.strategy === "fallback") {
      const others = named.slice(1).map(({ id }) => id);
      const then = others.length > 0 ? `, then ${others.join(", ")}` : "";
      return { order: named, all: [first], capability: null, answer: because(first, `${first.id} answers${then}.`) };
    }
    if (rule.strategy === "round-robin") {
      const turn = this.#turn(rule, isReal);
      const who = named[turn % named.length] ?? first;
      return {
        order: [who],
        all: [who],
        capability: null,
        answer: because(who, `it is ${who.id}'s turn of ${named.length}.`),
      };
    }
    const routed = await this.deps.route(message, named);
    const isBest = routed !== null && !routed.unsure;
    const who = (isBest && named.find(({ id }) => id === routed.specialist_id)) || first;
    const why = isBest
      ? `of those it names ${who.id} is the best. ${routed.reason}`
      : named.length > 1
        ? `${who.id} is the first of those it names, and none of them stands out.`
        : `it names ${who.id}.`;
    const all = rule.strategy === "all" ? named : [who];
    const capability = isBest ? routed.capability : null;
    return { order: [who], all, capability, answer: because(who, why, isBest ? routed : null) };
  }

  #turn({ pattern, specialists }: RoutingRule, isReal: boolean): number {
    const key = JSON.stringify([pattern, specialists]);
    const turn = this.#turns.get(key) ?? 0;
    if (isReal) this.#turns.set(key, turn + 1);
    return turn;
  }

  #compiled(): readonly Compiled[] {
    const settings = this.deps.settings();
    if (settings !== this.#of) {
      this.#of = settings;
      this.#rules = settings.routing_rules.map((rule, i) => ({
        ...rule,
        compiled: compilePattern(rule.pattern),
        number: i + 1,
      }));
    }
    return this.#rules;
  }
}
