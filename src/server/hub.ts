/**
 * Builds the object graph, once per process: storage, registry, providers, the engine and the nouns
 * on top of it. Nothing here decides anything; it connects what declares what it needs.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { limits } from "#contract/limits.ts";
import type { Specialist } from "#contract/specialist.ts";
import { Authenticator } from "./access/authenticator.ts";
import { TokenStore } from "./access/token-store.ts";
import { checkKeys } from "./db/check-keys.ts";
import { openDatabase } from "./db/client.ts";
import { createContentCodec } from "./db/content-codec.ts";
import { loadKeyring } from "./db/keyring.ts";
import { acquireLock } from "./db/lock-file.ts";
import type { DiscoveryDeps } from "./discovery/discovery-deps.ts";
import type { Env } from "./env.ts";
import { HubChanges } from "./hub-changes.ts";
import { type Clock, systemClock } from "./kernel/clock.ts";
import type { Log } from "./kernel/log.ts";
import { Metrics } from "./metrics.ts";
import { chooseCandidates } from "./orchestration/choose-candidates.ts";
import type { OrchestrationDeps } from "./orchestration/orchestration-deps.ts";
import { OrchestrationStore } from "./orchestration/orchestration-store.ts";
import { patienceWith } from "./orchestration/patience-with.ts";
import { RuleBook } from "./orchestration/rule-book.ts";
import { askModel } from "./providers/ask-model.ts";
import type { ChatModel } from "./providers/chat-model.ts";
import { createDemoModel } from "./providers/demo/demo-model.ts";
import { embedWith } from "./providers/embed-with.ts";
import { ModelPulls } from "./providers/model-pulls.ts";
import { createOllamaModel } from "./providers/ollama-model.ts";
import { createOpenAiModel } from "./providers/openai-model.ts";
import { ProviderDirectory } from "./providers/provider-directory.ts";
import { openExampleStore } from "./routing/example-store.ts";
import { openRouter } from "./routing/router.ts";
import type { RoutingDeps } from "./routing/routing-deps.ts";
import { createSecondOpinion } from "./routing/second-opinion.ts";
import { Checkpointer } from "./runs/checkpointer.ts";
import type { ExecuteDeps } from "./runs/execute-run.ts";
import { LiveRuns } from "./runs/live-runs.ts";
import { MemoryRunLog } from "./runs/memory-run-log.ts";
import type { RateDeps } from "./runs/rate-run.ts";
import { RunDaysStore, startRunDaysSweeper } from "./runs/run-days-store.ts";
import { RunFigures } from "./runs/run-figures.ts";
import { RunStore } from "./runs/run-store.ts";
import { startRun } from "./runs/start-run.ts";
import { stopRuns } from "./runs/stop-runs.ts";
import { MessageStore } from "./sessions/message-store.ts";
import { openTurn } from "./sessions/open-turn.ts";
import type { SessionDeps } from "./sessions/session-deps.ts";
import { SessionStore } from "./sessions/session-store.ts";
import { startSweeper } from "./sessions/sweeper.ts";
import { loadedWith } from "./specialists/loaded-with.ts";
import { rankFor } from "./specialists/rank-specialists.ts";
import type { RegistryDeps } from "./specialists/registry-deps.ts";
import { resolveSpecialist } from "./specialists/resolve-specialist.ts";
import { rosterEntries } from "./specialists/roster.ts";
import { SpecialistStore } from "./specialists/specialist-store.ts";
import type { TestDeps } from "./specialists/test-specialist.ts";
import type { ViewDeps } from "./specialists/view-specialist.ts";
import { BroadcastStore } from "./team-chat/broadcast-store.ts";
import type { TeamDeps } from "./team-chat/team-deps.ts";

export interface HubOptions {
  readonly env: Env;
  readonly version: string;
  readonly migrationsDir: string;
  readonly log: Log;
  readonly clock?: Clock;
  /** How long a search over sealed text may take. */
  readonly searchBudgetMs?: number;
}

export type Hub = Awaited<ReturnType<typeof createHub>>;

/**
 * Takes the lock on the database, migrates, ends what a crashed process left, seeds an empty registry
 * and looks for providers. Throws AppError CONFLICT (another process has the database) or INTERNAL.
 */
export async function createHub(options: HubOptions) {
  const { env, version, migrationsDir, log, clock = systemClock, searchBudgetMs = 1_000 } = options;
  const processToken = randomBytes(32).toString("base64url");
  const lock = await acquireLock(env.databasePath, { token: processToken });
  const undo = [() => lock.release()];
  try {
    const keyring = await loadKeyring({ dataDir: env.dataDir, ...(env.encryptionKey && { env: env.encryptionKey }) });
    const codec = createContentCodec(keyring);
    const database = await openDatabase({ path: env.databasePath, migrationsDir });
    undo.push(() => database.close());
    const { prisma } = database;
    await checkKeys(prisma, keyring);

    const specialists = new SpecialistStore(prisma);
    await specialists.load();
    const seeded = await specialists.seed(rosterEntries(), clock.now());
    const settings = new OrchestrationStore(prisma);
    await settings.load();
    const figures = new RunFigures(clock);
    const days = new RunDaysStore(prisma, clock);
    for (const day of await days.kept()) figures.add(day);
    const store = new RunStore(prisma, codec, figures);
    const interrupted = await store.interruptOrphans(clock.now());
    if (seeded > 0) log.info("registry seeded", { count: seeded });
    if (interrupted > 0) log.warn("unfinished runs of an earlier process ended as interrupted", { count: interrupted });
    const tokens = new TokenStore(prisma);
    await tokens.load();

    const changes = new HubChanges();
    const chatModels = createChatModels(env, clock);
    let onModels = () => {};
    const providers = new ProviderDirectory(chatModels, {
      preferred: env.provider,
      defaultModel: env.defaultModel,
      maxParallel: env.maxParallel,
      pollMs: 4_000,
      probeTimeoutMs: 3_000,
      clock,
      log,
      onChange: () => {
        changes.publish({ what: "models" });
        onModels();
      },
    });
    const pulls = new ModelPulls({ providers, clock, log, onChange: () => changes.publish({ what: "models" }) });
    const applySettings = () => {
      for (const { admission } of providers.all()) admission.limit(settings.current().settings.max_concurrent);
    };
    applySettings();
    const runLog = new MemoryRunLog(limits.logEvents);
    const live = new LiveRuns({ log: runLog, clock, graceMs: 10_000, retainMs: 60_000, retainRuns: 256 });
    const metrics = new Metrics({ live, runLog, providers });
    const conversations = {
      sessions: new SessionStore(prisma, codec, clock, log),
      messages: new MessageStore(prisma, codec, clock),
      clock,
      log,
    };
    const engine: ExecuteDeps = {
      live,
      store,
      checkpointer: new Checkpointer({ store, clock, log, everyMs: 250 }),
      clock,
      log,
      coalesce: { windowMs: 15, maxChars: 4096 },
      announceAfterMs: 100,
      onFinished: (run) => {
        metrics.runEnded(run);
        if (run.error?.code === "AI_UNAVAILABLE") providers.suspect(run.identity.provider);
      },
    };
    const registry = () => specialists.all();
    const runsOn = (wanted: Pick<Specialist, "provider" | "model">) =>
      providers.preview(wanted) ?? { provider: wanted.provider ?? providers.current().name, model: null };
    const isAvailable = (s: Specialist) => s.enabled && providers.preview(s) !== null;
    const scoreOf = figures.scoreOf.bind(figures);
    const resolve = (name: string) => resolveSpecialist(registry(), name, { scoreOf, isAvailable });
    const secondOpinion = createSecondOpinion({
      settings: () => settings.current().settings.routing,
      offered: () => {
        const ollama = providers.get("ollama");
        return ollama?.up ? ollama.models : [];
      },
      embed: (model, texts, signal) => embedWith(providers, { model, texts, signal }),
      defaultModel: () => providers.defaultModel(providers.current()),
      ask: (prompt, { model, signal }) =>
        askModel(providers, prompt, { model, signal, contextWindow: loadedWith(registry(), runsOn, model) }),
      idle: () => {
        const admission = providers.get("ollama")?.admission;
        return !admission || admission.running + admission.queued === 0;
      },
      file: join(env.dataDir, "routing-embedding.bin"),
      clock,
      log,
      onChange: () => changes.publish({ what: "routing" }),
    });
    onModels = () => secondOpinion.refresh();
    const examples = await openExampleStore(prisma);
    const router = await openRouter({
      examples,
      clock,
      log,
      editedFile: join(env.dataDir, "routing-model.bin"),
      rankOf: (specialist, capability) => rankFor(specialist, capability, scoreOf),
      secondOpinion,
      onChange: () => changes.publish({ what: "routing" }),
    });
    const route = (message: string, among: readonly Specialist[]) => router.route(message, among);
    const rules = new RuleBook({ settings: () => settings.current().settings, route });
    const choosing = { settings: () => settings.current().settings, rules, registry, isAvailable, resolve, route };
    const team: TeamDeps = {
      ...engine,
      runLog,
      providers,
      specialists: { resolve, choose: (name, message) => chooseCandidates(choosing, name, message) },
      patienceWith: (id) => patienceWith(settings.current().settings, id),
      sessions: { openTurn: (actor, turn) => openTurn(conversations, actor, turn) },
      broadcasts: new BroadcastStore(prisma, codec),
      everySpecialist: registry,
    };
    const routing: RoutingDeps = {
      examples,
      router,
      clock,
      registry,
      isAvailable,
      byRule: async (message, mayAnswer) => (await rules.decide(message, mayAnswer, false))?.answer ?? null,
    };
    const ratings: RateDeps = { live, store, clock, kindOf: (text) => router.kindOf(text) };
    const discovery: DiscoveryDeps = { clock, registry, isAvailable, runsOn, figures };
    const registryDeps: RegistryDeps & ViewDeps & TestDeps = {
      specialists,
      clock,
      onChange: (id) => changes.publish({ what: "registry", id }),
      providers: { health: (wanted) => providers.health(wanted), runsOn },
      figures,
      start: (actor, input) => startRun(team, actor, input),
    };
    const orchestration: OrchestrationDeps = {
      settings,
      clock,
      isInRegistry: (id) => specialists.find(id) !== null,
      onChange: () => {
        applySettings();
        secondOpinion.refresh();
        changes.publish({ what: "orchestration" });
      },
    };
    const sessions: SessionDeps = {
      ...conversations,
      live,
      specialists: team.specialists,
      runs: store,
      start: (actor, input) => startRun(team, actor, input),
      searchBudgetMs,
    };
    await providers.start();
    const stopSweeper = startSweeper(conversations);
    const stopDaysSweeper = startRunDaysSweeper({ days, clock, log });

    let closing: Promise<void> | null = null;
    const shutDown = async () => {
      changes.close();
      providers.close();
      await stopSweeper();
      await stopDaysSweeper();
      await pulls.close();
      await router.close();
      await secondOpinion.close();
      await stopRuns(live);
      await Promise.all(chatModels.map((model) => model.close()));
      metrics.close();
      await conversations.sessions.close();
      await database.close();
      await lock.release();
    };
    return {
      env,
      version,
      clock,
      log,
      specialists,
      registry: registryDeps,
      orchestration,
      routing,
      ratings,
      discovery,
      changes,
      providers,
      pulls,
      sessions,
      tokens,
      figures,
      metrics,
      /** What the use-cases of runs and broadcasts need. */
      team,
      authenticator: new Authenticator(tokens, { configured: env.token, ofProcess: processToken }),
      /** Says where this process listens, to command lines beside it. */
      announce: (url: string) => lock.update({ token: processToken, url }),
      /** Whether the database takes a write-locking transaction and answers. */
      databaseAnswers: async (): Promise<boolean> => {
        try {
          await prisma.$queryRaw`SELECT 1`;
          return true;
        } catch {
          return false;
        }
      },
      /** Ends runs as interrupted, stores them, and gives the database back. Idempotent. */
      close: (): Promise<void> => (closing ??= shutDown()),
    };
  } catch (error) {
    for (const giveBack of undo.reverse()) await giveBack();
    throw error;
  }
}

function createChatModels(env: Env, clock: Clock): ChatModel[] {
  const { deadlines } = env;
  const openai = env.openaiUrl
    ? [createOpenAiModel({ url: env.openaiUrl, apiKey: env.openaiKey, deadlines, clock })]
    : [];
  return [
    createOllamaModel({ url: env.ollamaUrl, deadlines, clock }),
    ...openai,
    createDemoModel({ delayMs: env.demoDelayMs, clock }),
  ];
}
