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

/** How the engine learns who a name means. Throws SPECIALIST_NOT_FOUND or AMBIGUOUS_NAME. */
export interface SpecialistPort {
  resolve(name: string): ResolvedSpecialist;
}

export interface SessionTurn {
  /** What is asked; of a turn that is asked again, what was asked the first time. */
  readonly content: string;
  /** Rows to write ahead of the new run's, after it, and with its outcome. */
  readonly before: AlsoWrite;
  readonly after: AlsoWrite;
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
  readonly clock: Clock;
}

export interface PlanInput {
  /** A name as people write it. */
  readonly specialist: string;
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

export interface RunPlan {
  readonly identity: RunIdentity;
  readonly chatModel: ChatModel;
  /** Called when the run's turn in its session has come. */
  readonly compose: () => Promise<ComposedRequest>;
  /** A place with the provider; null when the run may have to wait for its session first. */
  readonly ticket: Ticket | null;
  readonly reserve: () => Ticket;
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
  const { specialist, routed } = deps.specialists.resolve(input.specialist);
  const choice = chooseModel(deps, specialist, request.model, lane !== undefined);
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
  const compose = async (): Promise<ComposedRequest> => {
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
  };
  return {
    identity: {
      id: runId,
      ownerId: actor.id,
      specialistId: specialist.id,
      provider: choice.provider,
      model: choice.model,
      requestId: input.requestId,
      routed,
      sessionId,
      broadcastId: lane?.broadcastId ?? null,
      laneId: lane?.laneId ?? null,
      prompt: content,
      context: request.context ?? null,
      // A conversation and a broadcast are there to come back to; a lone answer is for its asker.
      onDisconnect: request.on_disconnect ?? (sessionId || lane ? "continue" : "cancel"),
      createdAt: deps.clock.now(),
    },
    chatModel: choice.chatModel,
    refusal: choice.refusal,
    compose,
    turn,
    reserve: choice.reserve,
    // Last, because from here on nothing may fail without giving the place back. One that waits for its
    // session takes no place meanwhile: it would stand empty.
    ticket: request.if_busy === "queue" ? null : choice.reserve(),
  };
}

interface Choice {
  readonly provider: string;
  readonly model: string;
  readonly chatModel: ChatModel;
  readonly reserve: () => Ticket;
  readonly refusal: AppError | null;
}

/** A lane that nobody can answer is a run that fails, so that the other lanes go on; a lone run is refused. */
function chooseModel(deps: PlanDeps, specialist: Specialist, model: string | undefined, isLane: boolean): Choice {
  const wanted = { provider: specialist.provider, model: model ?? specialist.model };
  try {
    if (!specialist.enabled) {
      throw new AppError("AI_UNAVAILABLE", `${specialist.id} is disabled. Enable it or ask another specialist.`, {
        specialist_id: specialist.id,
      });
    }
    const chosen = deps.providers.choose(wanted);
    const { name, chatModel, admission } = chosen.provider;
    return { provider: name, model: chosen.model, chatModel, reserve: () => admission.reserve(), refusal: null };
  } catch (error) {
    if (!isLane || !isAppError(error) || error.code !== "AI_UNAVAILABLE") throw error;
    return {
      provider: wanted.provider ?? deps.providers.current().name,
      model: wanted.model ?? "none",
      chatModel: refusingModel(error),
      reserve: () => freeTicket(deps.clock),
      refusal: error,
    };
  }
}
