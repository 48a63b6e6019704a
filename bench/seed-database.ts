/**
 * A data directory as a hub leaves it after long use: conversations of many turns, written straight
 * into the tables, because through the hub it would take hours.
 *
 * Turns go round the sessions, as when all of them were used in the same weeks; so the messages of one
 * lie far apart in the file, which is the harder case for whoever reads a page of them.
 */
import { createContentCodec } from "#server/db/content-codec.ts";
import type { Prisma } from "#server/db/generated/client.ts";
import { loadKeyring } from "#server/db/keyring.ts";
import { localActor } from "#server/kernel/actor.ts";
import { newId } from "#server/kernel/ids.ts";
import { roster } from "#server/specialists/roster.ts";
import { proseOf } from "./seed-text.ts";
import { inserter, writeDatabase } from "./write-database.ts";

export interface SeedSize {
  readonly sessions: number;
  /** A turn is a message and its answer: two messages. */
  readonly turnsEach: number;
}

const turnsOfTransaction = 20_000;
const ttlSeconds = 30 * 24 * 3600;
/** The conversations began so long ago, and the newest turn is of now. */
const pastMs = 20 * 24 * 3600 * 1000;

/** Makes `<dataDir>/tekton.db`. Returns the ids of the sessions. */
export async function seedDatabase(
  dataDir: string,
  { sessions, turnsEach }: SeedSize,
  random: () => number,
): Promise<readonly string[]> {
  const codec = createContentCodec(await loadKeyring({ dataDir }));
  const prose = proseOf(1000, random);
  const text = () => prose[Math.floor(random() * prose.length)] ?? "";
  const seal = (table: string, row: string, column: string, plain: string) => codec.seal(plain, { table, row, column });

  const turns = sessions * turnsEach;
  const now = Date.now();
  const dateOf = (turn: number) => new Date(now - pastMs + Math.floor((pastMs * (turn + 1)) / turns));
  const rows = Array.from({ length: sessions }, (_, i) => {
    const createdAt = dateOf(i);
    const lastActivityAt = dateOf(turns - sessions + i);
    const id = newId("sess", createdAt.getTime());
    return {
      id,
      ownerId: localActor.id,
      specialistId: roster[i % roster.length]?.id ?? "",
      title: seal("Session", id, "title", text().slice(0, 60)),
      metadata: seal("Session", id, "metadata", "{}"),
      createdAt,
      lastActivityAt,
      ttlSeconds,
      expiresAt: new Date(lastActivityAt.getTime() + ttlSeconds * 1000),
    };
  });

  await writeDatabase(dataDir, (db) => {
    const insertSession = inserter<Prisma.SessionCreateManyInput>(db, "Session");
    const insertRun = inserter<Prisma.RunCreateManyInput>(db, "Run");
    const insertMessage = inserter<Prisma.MessageCreateManyInput>(db, "Message");
    for (const row of rows) insertSession(row);
    for (let turn = 0; turn < turns; turn++) {
      const session = rows[turn % sessions];
      if (!session) continue;
      const { id: sessionId, ownerId, specialistId } = session;
      const createdAt = dateOf(turn);
      const at = createdAt.getTime();
      const runId = newId("run", at);
      // In order, as the hub makes them.
      const [asked = "", answer = ""] = [newId("msg", at), newId("msg", at)].sort();
      const position = 1 + 2 * Math.floor(turn / sessions);
      const question = text();
      insertRun({
        id: runId,
        ownerId,
        specialistId,
        provider: "ollama",
        model: "llama3.2:3b",
        status: "completed",
        requestId: newId("req", at),
        routedBy: "name",
        routedReason: "",
        reason: seal("Run", runId, "reason", "named apollo-ai"),
        prompt: seal("Run", runId, "prompt", question),
        content: seal("Run", runId, "content", text()),
        contextUsed: Math.min(20, position - 1),
        finishReason: "stop",
        warnings: "[]",
        usage,
        queueMs: 0,
        firstTokenMs: 210.5,
        durationMs: 1840.25,
        providerMs: 1790.5,
        lastSeq: 24,
        createdAt,
        endedAt: new Date(at + 1840),
        sessionId,
      });
      const common = { sessionId, ownerId, specialistId, createdAt };
      const content = seal("Message", asked, "content", question);
      insertMessage({ ...common, id: asked, position, role: "user", content, runId: null });
      insertMessage({ ...common, id: answer, position: position + 1, role: "assistant", content: null, runId });
      if (turn % turnsOfTransaction === turnsOfTransaction - 1) db.exec("COMMIT; BEGIN");
    }
  });
  return rows.map(({ id }) => id);
}

const usage = JSON.stringify({
  prompt_tokens: { value: 812, source: "measured" },
  completion_tokens: { value: 74, source: "measured" },
});
