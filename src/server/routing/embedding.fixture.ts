/** A second opinion over real HTTP to a fake Ollama, with examples its letters can tell apart and a clock that a test moves. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Orchestration, orchestrationDefaults } from "#contract/orchestration.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { systemClock } from "#server/kernel/clock.ts";
import { silentLog } from "#server/kernel/log.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import type { ChatModel } from "#server/providers/chat-model.ts";
import { createOllamaModel } from "#server/providers/ollama-model.ts";
import type { Example } from "./read-examples.ts";
import type { SecondOpinionDeps } from "./second-opinion.ts";

/** The fake's. */
export const embedder = "nomic-embed-text:latest";

const things: Record<string, readonly string[]> = {
  debugging: ["crash", "stack trace", "exception", "segfault", "error log", "failing assertion"],
  messaging: ["landlord", "birthday", "wedding", "complaint", "invoice", "holiday"],
  general: ["weather", "breakfast", "football", "music", "sleeping", "garden"],
};
const sentences: Record<string, readonly string[]> = {
  debugging: ["why does the program stop with a THING", "the program stops with a THING, why does it"],
  messaging: ["write a letter about the THING to my aunt", "a letter to my aunt about the THING, write it"],
  general: ["hello hello, do you like THING today", "today hello, and do you like THING"],
};

/** Thirty-six, twelve for each of three capabilities. */
export const lettersTellApart: readonly Example[] = Object.entries(things).flatMap(([capability, list]) =>
  list.flatMap((thing) =>
    (sentences[capability] ?? []).map((sentence) => ({ capability, text: sentence.replace("THING", thing) })),
  ),
);

export interface Surroundings {
  readonly fake: FakeOllama;
  readonly clock: ManualClock;
  readonly dir: string;
  readonly deps: SecondOpinionDeps;
  /** What the deps read: change it and the next call sees it. */
  readonly now: { settings: Orchestration["routing"]; offered: string[]; idle: boolean };
  /** The texts the fake was asked to embed, by request; without the model's prefix. */
  embedded(): string[][];
  readonly logged: string[];
  /** Requests for vectors begun, whether or not the fake has them yet. */
  embeds(): number;
  close(): Promise<void>;
}

export async function openSurroundings(): Promise<Surroundings> {
  const fake = await startFakeOllama();
  const clock = new ManualClock();
  const dir = await mkdtemp(join(tmpdir(), "tekton-second-"));
  const deadlines = { firstByteMs: 60_000, idleMs: 60_000, totalMs: 60_000 };
  const ollama: ChatModel = createOllamaModel({ url: fake.url, deadlines, clock: systemClock });
  const now: Surroundings["now"] = { settings: orchestrationDefaults.routing, offered: [embedder], idle: true };
  const logged: string[] = [];
  let embeds = 0;
  return {
    fake,
    clock,
    dir,
    now,
    logged,
    embeds: () => embeds,
    deps: {
      settings: () => now.settings,
      offered: () => now.offered.map((name) => ({ name, sizeBytes: null })),
      embed: async (model, texts, signal) => {
        embeds++;
        if (!ollama.embed) throw new AppError("INTERNAL", "The adapter of Ollama embeds.");
        return ollama.embed(model, texts, signal);
      },
      defaultModel: () => "llama3.2:3b",
      ask: async (prompt, { model, signal }) => {
        let text = "";
        const messages = [{ role: "user" as const, content: prompt }];
        const request = { model, messages, temperature: 0, maxTokens: 24, contextWindow: null };
        for await (const delta of ollama.chat(request, signal)) if (delta.type === "content") text += delta.text;
        return text;
      },
      idle: () => now.idle,
      file: join(dir, "vectors.bin"),
      clock,
      log: { ...silentLog, info: (message) => logged.push(message), warn: (message) => logged.push(message) },
      onChange: () => {},
    },
    embedded: () =>
      fake.requests.flatMap(({ path, body }) =>
        path === "/api/embed"
          ? [(body as { input: string[] }).input.map((t) => t.replace(/^classification: /, ""))]
          : [],
      ),
    async close() {
      await ollama.close();
      await fake.close();
      await rm(dir, { recursive: true });
    },
  };
}
