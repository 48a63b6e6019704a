/**
 * The browser tests' `test`: a hub of its own process with the built pages, on a fake Ollama, for each
 * worker. An error on a page's console, a request to another origin, or a breach of the content policy
 * fails the test it happened in.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, test as base, expect } from "@playwright/test";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { type SpawnedHub, spawnHub } from "#e2e/hub/spawn-hub.ts";

export interface HubUnderTest {
  readonly fake: FakeOllama;
  readonly url: string;
  /** Kills the hub and starts it again on the same data and port. */
  restart(): Promise<void>;
}

interface TestFixtures {
  /** What pages of this test did that they must not; asserted empty at its end. */
  offences: string[];
  /** Offences that this test provokes on purpose. */
  tolerate: RegExp[];
}

interface WorkerFixtures {
  hub: HubUnderTest;
  hubEnv: Record<string, string>;
}

function watch(context: BrowserContext, origin: string, offences: string[]): void {
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && /^https?:/.test(url)) offences.push(`request to another origin: ${url}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error") offences.push(`console error: ${message.text()}`);
  });
  context.on("weberror", (failure) => void offences.push(`uncaught: ${failure.error().message}`));
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  hubEnv: [{}, { option: true, scope: "worker" }],
  hub: [
    async ({ hubEnv }, use) => {
      const fake = await startFakeOllama();
      const dataDir = await mkdtemp(join(tmpdir(), "tekton-browser-"));
      const env = { TEKTON_DATA_DIR: dataDir, TEKTON_UI: "on", OLLAMA_HOST: fake.url, ...hubEnv };
      let spawned: SpawnedHub = await spawnHub(env);
      const { url } = spawned;
      await use({
        fake,
        url,
        restart: async () => {
          await spawned.stop("SIGKILL");
          spawned = await spawnHub({ ...env, PORT: new URL(url).port });
        },
      });
      await spawned.stop("SIGTERM");
      await fake.close();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ hub }, use) => use(hub.url),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function wants from its pattern.
  tolerate: async ({}, use) => use([]),
  offences: [
    async ({ context, hub, tolerate }, use) => {
      const offences: string[] = [];
      watch(context, hub.url, offences);
      await use(offences);
      expect(offences.filter((offence) => !tolerate.some((pattern) => pattern.test(offence)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
