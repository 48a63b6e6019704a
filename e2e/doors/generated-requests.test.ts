/** Ten thousand generated requests to a hub in its own process: refused or answered, never a fault of ours. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { errorBody } from "#contract/errors.ts";
import { type SpawnedHub, spawnHub } from "#e2e/hub/spawn-hub.ts";
import { type GeneratedRequest, generatedRequest } from "./generated-request.ts";
import { type Sent, send } from "./send.ts";

const requests = 10_000;
const seed = 20_260_101;
const atOnce = 16;

let dir: string;
let hub: SpawnedHub;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tekton-generated-"));
  hub = await spawnHub({
    TEKTON_DATA_DIR: dir,
    TEKTON_PROVIDER: "demo",
    TEKTON_DEMO_DELAY_MS: "0",
    TEKTON_MAX_PARALLEL: "1000",
    TEKTON_TOKEN: "0123456789abcdef",
    LOG_LEVEL: "error",
  });
}, 60_000);
afterAll(async () => {
  await hub.stop("SIGTERM");
  await rm(dir, { recursive: true });
});

interface TrpcFailure {
  readonly error?: { readonly data: { readonly app: unknown } };
}

/** What the requests themselves bring about: specialists that they switched off or set to a model that is not there. */
const broughtAbout = (status: number, text: string) =>
  status === 503 && text.includes('"AI_UNAVAILABLE"') && /disabled|provider|Ollama|No specialist is enabled/.test(text);

/** What is wrong with the answer; null for nothing. */
function fault({ method, path }: GeneratedRequest, { status, headers, text }: Sent): string | null {
  const type = headers["content-type"] ?? "";
  if (status >= 500 && !broughtAbout(status, text)) return `status ${status}`;
  if (!/^req_/.test(String(headers["x-request-id"]))) return "no request id";
  if (/html/.test(type) || /<html/i.test(text)) return "HTML";
  if (/\n\s+at |node_modules|\/src\/server/.test(text)) return "a stack trace";
  if (status < 400 || method === "HEAD") return null;
  if (!/^application\/json/.test(type)) return `an error of type ${type}`;
  const parts = [JSON.parse(text) as TrpcFailure | TrpcFailure[]].flat() as TrpcFailure[];
  const isTrpc = path.startsWith("/api/trpc/");
  for (const part of parts) {
    const app = isTrpc && part.error?.data ? { error: part.error.data.app } : part;
    if (!("result" in part) && !errorBody.strict().safeParse(app).success) return "an error that is not the contract's";
  }
  return null;
}

test("of 10,000 generated requests none is a fault of the hub's", { timeout: 170_000 }, async () => {
  const queue = fc.sample(generatedRequest, { numRuns: requests, seed });
  const faults: object[] = [];
  const counts: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const { method, path, headers, body } = next;
        const answer = await send(hub.url, path, { method, headers, ...(body !== undefined && { body }) });
        counts[answer.status] = (counts[answer.status] ?? 0) + 1;
        const wrong = fault(next, answer);
        if (wrong)
          faults.push({
            wrong,
            method,
            path,
            headers,
            body: String(body).slice(0, 200),
            text: answer.text.slice(0, 300),
          });
      }
    }),
  );
  process.stdout.write(
    `${requests} generated requests (seed ${seed}): ${JSON.stringify(counts)}, faults ${faults.length}\n`,
  );
  expect(faults.slice(0, 5)).toEqual([]);
  expect(Object.values(counts).reduce((sum, n) => sum + n)).toBe(requests);
  expect(hub.output()).not.toMatch(/"level":(50|60)/);

  // The same process answers, and has put everything down.
  process.kill(hub.pid, 0);
  const headers = { authorization: "Bearer 0123456789abcdef" };
  await vi.waitFor(
    async () => {
      const { text } = await send(hub.url, "/metrics", { headers });
      for (const gauge of ["tekton_runs_active", "tekton_run_watchers", 'tekton_provider_running{provider="demo"}']) {
        expect(text).toContain(`${gauge} 0\n`);
      }
      expect(text).toContain("tekton_http_open 1\n");
    },
    { timeout: 15_000, interval: 200 },
  );
});
