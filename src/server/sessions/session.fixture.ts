/** Sessions on a real database, without a hub around them: what tests of this folder stand on. */
import { createContentCodec } from "#server/db/content-codec.ts";
import { loadKeyring } from "#server/db/keyring.ts";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import type { Clock } from "#server/kernel/clock.ts";
import { type Log, silentLog } from "#server/kernel/log.ts";
import { openLiveRuns } from "#server/runs/live-run.fixture.ts";
import { insertSession } from "./create-session.ts";
import { MessageStore } from "./message-store.ts";
import type { SessionDeps } from "./session-deps.ts";
import { SessionStore } from "./session-store.ts";

const notHere = () => {
  throw new Error("not part of this test");
};

export async function openSessions(clock: Clock, log: Log = silentLog) {
  const database = await openTestDatabase();
  const codec = createContentCodec(await loadKeyring({ dataDir: database.dir }));
  const deps: SessionDeps = {
    sessions: new SessionStore(database.prisma, codec, clock, log),
    messages: new MessageStore(database.prisma, codec, clock),
    live: openLiveRuns().live,
    specialists: { resolve: notHere },
    clock,
    log,
    runs: { find: notHere },
    start: notHere,
    searchBudgetMs: 1_000,
  };
  /** A session with these messages, the user's and the specialist's in turn. */
  const insert = (id: string, said: readonly string[], title: string | null = null) =>
    insertSession(
      deps,
      localActor,
      { id, specialistId: "apollo-ai", title, contextWindow: 10, shared: false, metadata: {}, ttlSeconds: 3600 },
      (tx) =>
        deps.messages.append(
          tx,
          localActor,
          id,
          said.map((content, i) => ({
            role: i % 2 === 0 ? "user" : "assistant",
            specialistId: "apollo-ai",
            content,
            status: "complete",
            createdAt: new Date(clock.now()),
          })),
        ),
    );
  return {
    deps,
    insert,
    prisma: database.prisma,
    close: async () => {
      await deps.sessions.close();
      await database.close();
    },
  };
}
