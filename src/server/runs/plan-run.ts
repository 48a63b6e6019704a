/**
 * Decides everything about a run that can be decided before it exists: who answers, on which provider
 * and model, how what the model is given is made, and its place in the queue. Whatever can be refused is
 * refused here, before the first byte.
 */
import type { Routed } from "#contract/run-events.ts";
import type { IfBusy, RunRequest } from "#contract/run-request.ts";
import type { Specialist } from "#contract/specialist.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError, isAppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { newId } from "#server/kernel/ids.ts";
import { freeTicket, type Ticket } from "#server/providers/admission.ts";
import type { ChatModel, ChatRequest } from "#server/providers/chat-model.ts";
import type { ProviderDirectory } from "#server/providers/provider-directory.ts";
import { refusingModel } from "#server/providers/refusing-model.ts";
import { composePrompt, type EarlierMessage } from "./compose-prompt.ts";
import type { RunIdentity } from "./live-run.ts";
import type { AlsoWrite } from "./run-store.ts";

export interface ResolvedSpecialist {
  readonly specialist: Specialist;
  readonly routed: Routed;
}

/** Who may answer a message. */
export interface Chosen {
  /** At least one; each of the rest answers only when those before it fail before their first token. */
  readonly candidates: readonly ResolvedSpecialist[];
  /** What they were chosen for; null when one was named. */
  readonly capability: string | null;
  /** Where several can answer at once, all who are to; absent: the first candidate alone. */
  readonly lanes?: readonly ResolvedSpecialist[];
}

/** How the engine learns who a name means. Throws SPECIALIST_NOT_FOUND or AMBIGUOUS_NAME. */
export interface SpecialistPort {
  /** Without a message: `auto` is the generalist. */
  resolve(name: string): ResolvedSpecialist;
  /** For a message: `auto` reads it. */
  choose(name: string, message: string): Promise<Chosen>;
}

/** How long and how often one specialist is asked. */
export interface Patience {
  /** Milliseconds from its place with the provider to the first token; null: the provider's own deadline. */
  readonly firstTokenMs: number | null;
  /** Milliseconds from its place with the provider to the end; null: no bound. */
  readonly totalMs: number | null;
  /** At least 1. */
  readonly maxAttempts: number;
  /** Milliseconds before the second try; doubled before each further one. */
  readonly backoffMs: number;
}

export interface SessionTurn {
  /** What is asked; of a turn that is asked again, what was asked the first time. */
  readonly content: string;
  /** Rows to write ahead of the new run's, after it, when another specialist takes over, and with its outcome. */
  readonly before: AlsoWrite;
  readonly after: AlsoWrite;
  readonly onHandedOver: (specialistId: string) => AlsoWrite;
  readonly onFinish: AlsoWrite;
  /** The conversation up to this turn, as it is stored when the turn has come. */
  readonly earlier: () => Promise<readonly EarlierMessage[]>;
  /** The run that has this turn by now, if any: its twin may have been written first. */
  readonly answeredBy: () => Promise<string | null>;
}

export interface TurnRequest {
  readonly sessionId: string;
  readonly specialistId: string;
  readonly content: string;
  readonly runId: string;
  readonly clientMessageId: string | null;
  readonly ifBusy: IfBusy;
  /** An answer to ask for again, in its place; `content` is then the stored one's. */
  readonly again: string | null;
}

/** A message that had been sent before: the run that answers it. */
export interface AnsweredTurn {
  readonly answeredByRun: string;
}

/** How the engine takes part in a conversation without knowing how one is stored. */
export interface SessionPort {
  /**
   * The turn to write, or the run that already answers this `client_message_id`.
   * Throws SESSION_NOT_FOUND, SESSION_EXPIRED or CONFLICT (busy; `details.run_id`).
   */
  openTurn(actor: Actor, turn: TurnRequest): Promise<SessionTurn | AnsweredTurn>;
}

export interface PlanDeps {
  readonly specialists: SpecialistPort;
  readonly sessions: SessionPort;
  readonly providers: ProviderDirectory;
  readonly patienceWith: (specialistId: string) => Patience;
  readonly clock: Clock;
}

export interface PlanInput {
  /** A name as people write it. */
  readonly specialist: string;
  /** Who answers, when that is decided already; `specialist` is then not looked up. */
  readonly chosen?: Chosen;
  /** Counts for nothing. */
  readonly dryRun?: boolean;
  readonly request: RunRequest;
  readonly requestId: string;
  readonly lane?: { readonly broadcastId: string; readonly laneId: string };
  /** The message of a session whose answer is asked for again; `request.content` is then not used. */
  readonly again?: string;
}

/** What a model is given, and how much of it is conversation. */
export interface ComposedRequest {
  readonly request: ChatRequest;
  /** Earlier messages of the session; null outside one. */
  readonly contextUsed: number | null;
}

/** One specialist that may answer the run. */
export interface Candidate {
  readonly specialistId: string;
  readonly provider: string;
  readonly model: string;
  readonly routed: Routed;
  readonly chatModel: ChatModel;
  readonly patience: Patience;
  /** Called when the run's turn in its session has come. */
  readonly compose: () => Promise<ComposedRequest>;
  /** A place with the provider. Throws QUEUE_FULL. */
  readonly reserve: () => Ticket;
}

export interface RunPlan {
  /** As it is while the first candidate is asked. */
  readonly identity: RunIdentity;
  /** At least one. */
  readonly candidates: readonly Candidate[];
  /** The first candidate's place; null when the run may have to wait for its session first. */
  readonly ticket: Ticket | null;
  /** Why this lane will fail at once; its row records it. */
  readonly refusal: AppError | null;
  /** Absent outside a session. */
  readonly turn: SessionTurn | null;
}

/**
 * The caller must launch the plan or release its ticket.
 * @throws AppError SPECIALIST_NOT_FOUND, AMBIGUOUS_NAME, AI_UNAVAILABLE, QUEUE_FULL and the session's
 */
export async function planRun(deps: PlanDeps, actor: Actor, input: PlanInput): Promise<RunPlan | AnsweredTurn> {
  const { request, lane } = input;
  const chosen = input.chosen ?? (await deps.specialists.choose(input.specialist, request.content));
  // In a lane nobody stands in for another: each was asked for its own view.
  const candidates = lane ? chosen.candidates.slice(0, 1) : chosen.candidates;
  const able = chooseModels(deps, candidates, request.model, lane !== undefined);
  const [{ specialist, routed, choice }] = able;
  const runId = newId("run", deps.clock.now());
  const sessionId = request.session_id ?? null;
  const turn =
    sessionId === null
      ? null
      : await deps.sessions.openTurn(actor, {
          sessionId,
          specialistId: specialist.id,
          content: request.content,
          runId,
          clientMessageId: request.client_message_id ?? null,
          ifBusy: request.if_busy ?? "reject",
          again: input.again ?? null,
        });
  if (turn && "answeredByRun" in turn) return turn;
  const content = turn?.content ?? request.content;
  return {
    identity: {
      id: runId,
      ownerId: actor.id,
      specialistId: specialist.id,
      provider: choice.provider,
      model: choice.model,
      requestId: input.requestId,
      routed,
      capability: chosen.capability,
      dryRun: input.dryRun ?? false,
      sessionId,
      broadcastId: lane?.broadcastId ?? null,
      laneId: lane?.laneId ?? null,
      prompt: content,
      context: request.context ?? null,
      // A conversation and a broadcast are there to come back to; a lone answer is for its asker.
      onDisconnect: request.on_disconnect ?? (sessionId || lane ? "continue" : "cancel"),
      createdAt: deps.clock.now(),
    },
    candidates: able.map((one) => ({
      specialistId: one.specialist.id,
      provider: one.choice.provider,
      model: one.choice.model,
      routed: one.routed,
      chatModel: one.choice.chatModel,
      patience: deps.patienceWith(one.specialist.id),
      compose: () => compose({ ...one, request, content, turn }),
      reserve: one.choice.reserve,
    })),
    refusal: choice.refusal,
    turn,
    // Last, because from here on nothing may fail without giving the place back. One that waits for its
    // session takes no place meanwhile: it would stand empty.
    ticket: request.if_busy === "queue" ? null : firstPlace(able),
  };
}

/** Null where the queue is full and somebody else may take over: that is found out again when the run is asked. */
function firstPlace([{ choice }, ...others]: readonly [Able, ...Able[]]): Ticket | null {
  try {
    return choice.reserve();
  } catch (error) {
    if (others.length > 0 && isAppError(error) && error.code === "QUEUE_FULL") return null;
    throw error;
  }
}

interface Composing extends Able {
  readonly request: RunRequest;
  readonly content: string;
  readonly turn: SessionTurn | null;
}

async function compose({ specialist, choice, request, content, turn }: Composing): Promise<ComposedRequest> {
  const earlier = (await turn?.earlier()) ?? [];
  const messages = composePrompt({
    systemPrompt: specialist.system_prompt,
    earlier,
    content,
    self: specialist.id,
    ...(request.context && { context: request.context }),
  });
  return {
    request: {
      model: choice.model,
      messages,
      temperature: request.temperature ?? specialist.temperature,
      maxTokens: request.max_tokens ?? specialist.max_tokens,
      contextWindow: specialist.context_window,
    },
    contextUsed: turn && earlier.length,
  };
}

interface Able extends ResolvedSpecialist {
  readonly choice: Choice;
}

/**
 * The candidates a provider would answer for now; those passed over are named in the reason of who takes their
 * place. A model the request asks for by name is for the first of them only.
 * @throws AppError AI_UNAVAILABLE when there is none, but for a lane: there the first stays, and fails by itself
 */
function chooseModels(
  deps: PlanDeps,
  candidates: readonly ResolvedSpecialist[],
  model: string | undefined,
  isLane: boolean,
): [Able, ...Able[]] {
  const able: Able[] = [];
  let refusal: { readonly id: string; readonly error: AppError } | null = null;
  for (const [i, { specialist, routed }] of candidates.entries()) {
    try {
      const choice = chooseModel(deps, specialist, i === 0 ? model : undefined);
      const instead =
        refusal && able.length === 0 ? insteadOf(specialist.id, refusal.id, refusal.error.message) : routed;
      able.push({ specialist, routed: instead, choice });
    } catch (error) {
      if (!isAppError(error) || error.code !== "AI_UNAVAILABLE") throw error;
      refusal ??= { id: specialist.id, error };
    }
  }
  const [best, ...rest] = able;
  if (best) return [best, ...rest];
  const [first] = candidates;
  if (!first || !refusal) throw new Error("a run was planned without a candidate");
  if (!isLane) throw refusal.error;
  return [{ ...first, choice: refusingChoice(deps, first.specialist, model, refusal.error) }];
}

export const insteadOf = (id: string, failed: string, why: string): Routed => ({
  by: "fallback",
  reason: `${id} answers instead of ${failed}. ${why}`,
});

interface Choice {
  readonly provider: string;
  readonly model: string;
  readonly chatModel: ChatModel;
  readonly reserve: () => Ticket;
  readonly refusal: AppError | null;
}

/** @throws AppError AI_UNAVAILABLE */
function chooseModel(deps: PlanDeps, specialist: Specialist, model: string | undefined): Choice {
  if (!specialist.enabled) {
    throw new AppError("AI_UNAVAILABLE", `${specialist.id} is disabled. Enable it or ask another specialist.`, {
      specialist_id: specialist.id,
    });
  }
  const chosen = deps.providers.choose({ provider: specialist.provider, model: model ?? specialist.model });
  const { name, chatModel, admission } = chosen.provider;
  return { provider: name, model: chosen.model, chatModel, reserve: () => admission.reserve(), refusal: null };
}

/** A lane that nobody can answer is a run that fails, so that the other lanes go on. */
const refusingChoice = (
  deps: PlanDeps,
  specialist: Specialist,
  model: string | undefined,
  refusal: AppError,
): Choice => ({
  provider: specialist.provider ?? deps.providers.current().name,
  model: model ?? specialist.model ?? "none",
  chatModel: refusingModel(refusal),
  reserve: () => freeTicket(deps.clock),
  refusal,
});
