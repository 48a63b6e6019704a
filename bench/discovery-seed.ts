/** A large registry after a season of use: its entries, their runs, and the days that the hub has counted of them. */
import { createContentCodec } from "#server/db/content-codec.ts";
import type { Prisma } from "#server/db/generated/client.ts";
import { loadKeyring } from "#server/db/keyring.ts";
import { localActor } from "#server/kernel/actor.ts";
import { newId } from "#server/kernel/ids.ts";
import { keptDays } from "#server/runs/run-days.ts";
import { roster } from "#server/specialists/roster.ts";
import { proseOf } from "./seed-text.ts";
import { inserter, writeDatabase } from "./write-database.ts";

export interface RegistrySize {
  readonly specialists: number;
  readonly runs: number;
}

const dayMs = 24 * 3600 * 1000;
const runsOfTransaction = 20_000;
/** Capabilities an entry has a score for; it is the primary owner of the first. */
const scored = 6;

const usage = JSON.stringify({
  prompt_tokens: { value: 812, source: "measured" },
  completion_tokens: { value: 74, source: "measured" },
});

/** Ends: most runs complete; some are rated. */
const statusOf = (chance: number) => (chance < 0.95 ? "completed" : chance < 0.99 ? "failed" : "cancelled");
const ratingOf = (chance: number) => (chance < 0.06 ? 1 : chance < 0.08 ? -1 : null);

/** Makes `<dataDir>/tekton.db`: runs spread over the days that are kept, half of them routed, half named. */
export async function seedRegistry(
  dataDir: string,
  { specialists, runs }: RegistrySize,
  random: () => number,
): Promise<void> {
  const codec = createContentCodec(await loadKeyring({ dataDir }));
  const prose = proseOf(1000, random);
  const text = () => prose[Math.floor(random() * prose.length)] ?? "";
  const known = roster.flatMap(({ capabilities }) => capabilities.primary);
  const entries = Array.from({ length: specialists }, (_, i) => ({
    id: `specialist-${i}`,
    capabilities: Array.from({ length: scored }, (_, k) => known[(i + k * 5) % known.length] ?? ""),
  }));
  const now = Date.now();

  await writeDatabase(dataDir, (db) => {
    const insertSpecialist = inserter<Prisma.SpecialistCreateManyInput>(db, "Specialist");
    for (const [i, { id, capabilities }] of entries.entries()) {
      const scores = Object.fromEntries(capabilities.map((name) => [name, Math.round(random() * 20) / 20]));
      insertSpecialist({
        id,
        name: id,
        role: text().slice(0, 40),
        description: text().slice(0, 120),
        systemPrompt: text().repeat(4),
        capabilities: JSON.stringify({
          primary: capabilities.slice(0, 1),
          scores,
          learned: capabilities.slice(0, i % 3),
        }),
        createdAt: new Date(now - keptDays * dayMs + i),
        updatedAt: new Date(now - keptDays * dayMs + i),
      });
    }
    const insertRun = inserter<Prisma.RunCreateManyInput>(db, "Run");
    for (let i = 0; i < runs; i++) {
      const { id: specialistId, capabilities } = entries[Math.floor(random() * specialists)] ?? {
        id: "",
        capabilities: [],
      };
      const at = now - (keptDays - 1) * dayMs + Math.floor((i * (keptDays - 1) * dayMs) / runs);
      const id = newId("run", at);
      const status = statusOf(random());
      const routed = random() < 0.5;
      const seal = (column: string, plain: string) => codec.seal(plain, { table: "Run", row: id, column });
      insertRun({
        id,
        ownerId: localActor.id,
        specialistId,
        provider: "ollama",
        model: "llama3.2:3b",
        status,
        requestId: newId("req", at),
        routedBy: routed ? "auto" : "name",
        routedReason: "",
        reason: seal("reason", routed ? "its words" : "asked by name"),
        capability: routed ? (capabilities[Math.floor(random() * scored)] ?? null) : null,
        rating: status === "completed" && routed ? ratingOf(random()) : null,
        prompt: seal("prompt", text()),
        content: seal("content", text()),
        finishReason: status === "failed" ? null : "stop",
        warnings: "[]",
        usage,
        queueMs: 0,
        firstTokenMs: 150 + 100 * random(),
        durationMs: 1000 + 2000 * random(),
        providerMs: 1790.5,
        lastSeq: 24,
        createdAt: new Date(at),
        endedAt: new Date(at + 1840),
      });
      if (i % runsOfTransaction === runsOfTransaction - 1) db.exec("COMMIT; BEGIN");
    }
    db.exec(`
      INSERT INTO "RunDay" ("specialistId", "capability", "day", "completed", "failed", "durationMs", "firstTokenMs", "firstTokens", "up", "down")
      SELECT "specialistId", COALESCE("capability", ''), CAST(julianday("endedAt") - 2440587.5 AS INTEGER),
        SUM("status" = 'completed'), SUM("status" = 'failed'),
        SUM(CASE WHEN "status" = 'completed' THEN "durationMs" ELSE 0 END),
        SUM(CASE WHEN "status" = 'completed' THEN "firstTokenMs" ELSE 0 END),
        SUM("status" = 'completed'), COALESCE(SUM("rating" = 1), 0), COALESCE(SUM("rating" = -1), 0)
      FROM "Run" WHERE "status" IN ('completed', 'failed') GROUP BY 1, 2, 3`);
  });
}
