/** However a model's server fails, the run ends, says so once, keeps what came, and is not "completed". */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ErrorBody, ErrorCode } from "#contract/errors.ts";
import type { Script } from "#e2e/fake-ollama/script.ts";
import { foldStream } from "#e2e/hub/read-run-events.ts";
import { inParallel } from "./in-parallel.ts";
import { type Stage, startStage } from "./start-stage.ts";

let stage: Stage;
/** One whose deadlines a test can wait for; a busy machine misses them too, so only their tests use it. */
let hasty: Stage;
beforeAll(async () => {
  stage = await startStage();
  hasty = await startStage({
    env: {
      TEKTON_FIRST_TOKEN_TIMEOUT_MS: "1500",
      TEKTON_IDLE_TIMEOUT_MS: "1000",
      TEKTON_TOTAL_TIMEOUT_MS: "2500",
    },
  });
});
afterAll(async () => {
  await stage.close();
  await hasty.close();
});

const tokens = ["one ", "two ", "three ", "four "];
const whole = tokens.join("");
const asJson = { headers: { accept: "application/json" } };

interface Fault {
  readonly script: Script;
  readonly code: ErrorCode;
  /** What came of the answer before it failed. */
  readonly kept: string | RegExp;
}

const faults: Record<string, Fault> = {
  "an error line at once": {
    script: { tokens, errorAfter: { tokens: 0, message: "no" } },
    code: "AI_UNAVAILABLE",
    kept: "",
  },
  "an error line in mid-stream": {
    script: { tokens, errorAfter: { tokens: 2, message: "runner stopped" } },
    code: "AI_UNAVAILABLE",
    kept: "one two ",
  },
  "an end without done": {
    script: { tokens, endAfter: { tokens: 3 } },
    code: "AI_UNAVAILABLE",
    kept: "one two three ",
  },
  "an end without anything": { script: { tokens, endAfter: { tokens: 0 } }, code: "AI_UNAVAILABLE", kept: "" },
  "a garbage line": {
    script: { tokens, garbageAfter: { tokens: 1, line: "<html>" } },
    code: "AI_UNAVAILABLE",
    kept: "one ",
  },
  "half a line of JSON": {
    script: { tokens, garbageAfter: { tokens: 2, line: '{"message":{"content":"x' } },
    code: "AI_UNAVAILABLE",
    kept: "one two ",
  },
  "a JSON array": { script: { tokens, garbageAfter: { tokens: 1, line: "[]" } }, code: "AI_UNAVAILABLE", kept: "one " },
  "a reset": { script: { tokens, resetAfter: { tokens: 2 } }, code: "AI_UNAVAILABLE", kept: "one two " },
  "a stall": { script: { tokens, stallAfter: { tokens: 2 } }, code: "TIMEOUT", kept: "one two " },
  "silence before the first token": { script: { tokens, firstTokenMs: 60_000 }, code: "TIMEOUT", kept: "" },
  "an answer that takes too long": {
    script: { tokens: Array.from({ length: 500 }, () => "x"), tokenMs: 50 },
    code: "TIMEOUT",
    kept: /^x{10,}$/,
  },
  "a line of 10 MB": { script: { tokens, longLineBytes: 10 * 1024 * 1024 }, code: "AI_UNAVAILABLE", kept: whole },
  "thinking, then an error": {
    script: { thinking: ["hm "], tokens, errorAfter: { tokens: 1, message: "no" } },
    code: "AI_UNAVAILABLE",
    kept: "",
  },
};

describe.each(Object.entries(faults))("%s", (name, { script, code, kept }) => {
  const times = name === "a line of 10 MB" ? 2 : 10;
  const on = () => (code === "TIMEOUT" ? hasty : stage);

  test("is one error event, and what came is kept", async () => {
    on().fake.script(`stream: ${name}`, script);
    await inParallel(10, times, async () => {
      const response = await on().client.ask(`stream: ${name}`);
      expect(response.status).toBe(200);
      const state = await foldStream(response);
      expect(state.phase).toBe("error");
      expect(state.error?.error.code).toBe(code);
      expect(state.content).toMatch(kept === "" ? /^$/ : kept);
      expect(state.error?.partial).toBe(state.content !== "" || state.thinking !== "");
      const run = await on().client.run(response.headers.get("x-run-id") ?? "");
      expect(run).toMatchObject({ status: "failed", content: state.content, thinking: state.thinking });
      expect(run.error?.code).toBe(code);
      expect(run.finish_reason).toBeNull();
    });
  });

  test("is an HTTP status where the answer comes whole", async () => {
    on().fake.script(`whole: ${name}`, script);
    const response = await on().client.ask(`whole: ${name}`, asJson);
    expect(response.status).toBe(code === "TIMEOUT" ? 504 : 503);
    const { error } = (await response.json()) as ErrorBody;
    expect(error.code).toBe(code);
    expect(error.details?.run_id).toMatch(/^run_/);
  });
});

describe("before the first byte", () => {
  const refused = async (question: string, body: object = {}): Promise<ErrorBody["error"]> => {
    const response = await stage.client.ask(question, { body: { ...body } });
    expect(response.status).toBe(503);
    const { error } = (await response.json()) as ErrorBody;
    expect(error.code).toBe("AI_UNAVAILABLE");
    return error;
  };

  test("a refusal is a status", async () => {
    stage.fake.script("busy now", { status: 503, error: "server busy" });
    expect((await refused("busy now")).message).toContain("server busy");
    stage.fake.script("broken now", { status: 500, error: "out of memory" });
    expect((await refused("broken now")).message).toContain("out of memory");
  });

  test("a refusal that comes late is an error event", async () => {
    stage.fake.script("busy later", { status: 503, error: "server busy", firstTokenMs: 250 });
    const state = await foldStream(await stage.client.ask("busy later"));
    expect(state.error).toMatchObject({ error: { code: "AI_UNAVAILABLE" }, partial: false });
  });

  test("a model that is not there says how to get it", async () => {
    expect((await refused("hi", { model: "nope:1b" })).message).toContain("ollama pull nope:1b");
  });

  test("each refusal is on record as a failed run", async () => {
    const failed = await stage.client.runs("&status=failed");
    expect(failed.filter((run) => run.error?.message.includes("server busy")).length).toBeGreaterThanOrEqual(2);
  });
});

test("thinking and no answer is an empty answer", async () => {
  stage.fake.script("only think", { thinking: ["hm ", "well"], tokens: [] });
  const state = await foldStream(await stage.client.ask("only think"));
  expect(state).toMatchObject({ phase: "done", content: "", thinking: "hm well" });
  expect(state.done?.finish_reason).toBe("stop");
  expect(state.done?.timing.first_token_ms).not.toBeNull();
});

test("an answer cut by its limit says so", async () => {
  stage.fake.script("cut me", { tokens, doneReason: "length" });
  const state = await foldStream(await stage.client.ask("cut me"));
  expect(state).toMatchObject({ phase: "done", content: whole });
  expect(state.done?.finish_reason).toBe("length");
});

test("a prompt that was cut is a warning, one that was not is none", async () => {
  const long = "A sentence that is a part of something rather long. ".repeat(400);
  stage.fake.script("cut prompt", { tokens, promptEvalCount: 256 });
  const state = await foldStream(await stage.client.ask(`${long} cut prompt`));
  expect(state.done?.warnings?.join()).toMatch(/probably cut/);
  expect((await stage.client.run(state.done?.run_id ?? "")).warnings.join()).toMatch(/probably cut/);
  stage.fake.script("read whole", { tokens });
  expect((await foldStream(await stage.client.ask(`${long} read whole`))).done?.warnings).toBeUndefined();
});

test("nothing is held once all of this is over", async () => {
  for (const { client, fake } of [stage, hasty]) {
    const gauges = await client.gauges();
    expect(gauges).toMatchObject({ tekton_runs_active: 0, tekton_run_watchers: 0, tekton_http_open: 1 });
    expect(gauges['tekton_provider_running{provider="ollama"}']).toBe(0);
    await vi.waitUntil(() => fake.active === 0, { timeout: 5000, interval: 2 });
  }
});
