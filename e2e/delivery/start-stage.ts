/** A hub in front of a fake Ollama, for one test file or one test. */
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { HubClient } from "#e2e/hub/hub-client.ts";
import { startTestHub, type TestHub, type TestHubOptions } from "#e2e/hub/start-test-hub.ts";

export interface Stage {
  readonly fake: FakeOllama;
  readonly test: TestHub;
  readonly client: HubClient;
  close(): Promise<void>;
}

export async function startStage(options: TestHubOptions = {}): Promise<Stage> {
  const fake = await startFakeOllama();
  const test = await startTestHub({ ...options, env: { OLLAMA_HOST: fake.url, ...options.env } });
  return {
    fake,
    test,
    client: new HubClient(test.url),
    close: async () => {
      await test.close();
      await fake.close();
    },
  };
}
