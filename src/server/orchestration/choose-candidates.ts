/** Who may answer a message, in order: who is meant, chosen by rule or by the router, and who would take over. */
import type { Orchestration } from "#contract/orchestration.ts";
import type { RouteAnswer } from "#contract/routing.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Chosen, ResolvedSpecialist } from "#server/runs/plan-run.ts";
import type { RuleBook } from "./rule-book.ts";

export interface ChooseDeps {
  readonly settings: () => Orchestration;
  readonly rules: RuleBook;
  readonly registry: () => readonly Specialist[];
  /** Enabled, and a model would answer for it now. */
  readonly isAvailable: (specialist: Specialist) => boolean;
  /** Who a name means, without a message. Throws SPECIALIST_NOT_FOUND, AMBIGUOUS_NAME. */
  readonly resolve: (name: string) => ResolvedSpecialist;
  readonly route: (message: string, among: readonly Specialist[]) => Promise<RouteAnswer | null>;
}

/** @throws AppError SPECIALIST_NOT_FOUND, AMBIGUOUS_NAME */
export async function chooseCandidates(deps: ChooseDeps, name: string, message: string): Promise<Chosen> {
  const asked = name.trim().toLowerCase();
  if (asked === "auto") return chooseByMessage(deps, message);
  const resolved = deps.resolve(name);
  const capability = resolved.routed.by === "capability" ? asked.slice(1) : null;
  return { candidates: [resolved, ...standIns(deps, [resolved.specialist])], capability };
}

async function chooseByMessage(deps: ChooseDeps, message: string): Promise<Chosen> {
  const mayAnswer = deps.registry().filter(deps.isAvailable);
  const decision = await deps.rules.decide(message, mayAnswer, true);
  const routed = decision ? null : await deps.route(message, mayAnswer);
  const answer = decision?.answer ?? routed;
  // Nobody may answer: the generalist is asked, whose own trouble says what to do.
  if (!answer) return { candidates: [deps.resolve("auto")], capability: null };
  const by = decision ? "rule" : "auto";
  const order = decision?.order ?? mayAnswer.filter(({ id }) => id === answer.specialist_id);
  const chosen = order.map((specialist) => ({ specialist, routed: { by, reason: answer.reason } as const }));
  return {
    candidates: [...chosen, ...standIns(deps, order)],
    capability: decision ? decision.capability : answer.unsure ? null : answer.capability,
    ...(decision && {
      lanes: decision.all.map((specialist) => ({ specialist, routed: { by, reason: answer.reason } })),
    }),
  };
}

/** Those the settings name to answer instead of the first. */
function standIns({ settings, registry, isAvailable }: ChooseDeps, order: readonly Specialist[]): ResolvedSpecialist[] {
  const { enabled, specialists } = settings().fallback;
  const [first] = order;
  if (!enabled || !first) return [];
  const taken = new Set(order.map(({ id }) => id));
  // A specialist may be called "constructor".
  const named = Object.hasOwn(specialists, first.id) ? specialists[first.id] : undefined;
  return (named ?? []).flatMap((id) => {
    const specialist = registry().find((s) => s.id === id);
    if (!specialist || taken.has(id) || !isAvailable(specialist)) return [];
    return [{ specialist, routed: { by: "fallback", reason: `${id} stands in for ${first.id}` } as const }];
  });
}
