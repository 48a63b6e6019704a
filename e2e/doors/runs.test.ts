/** `/api/v2/runs`: reading, paging, re-attaching, stopping. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunView, runView } from "#contract/run-view.ts";
import { type FakeOllama, startFakeOllama } from "#e2e/fake-ollama/start-fake-ollama.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { readRunStream } from "./read-run-stream.ts";
import { send } from "./send.ts";

let ollama: FakeOllama;
let hub: TestHub;
const ids: string[] = [];
beforeAll(async () => {
  ollama = await startFakeOllama({ defaultScript: { text: "an answer of a few words" } });
  hub = await startTestHub({ env: { OLLAMA_HOST: ollama.url } });
  ollama.script("fails", { tokens: ["a"], endAfter: { tokens: 1 } });
  for (let i = 0; i < 25; i++) {
    const name = i % 5 === 0 ? "athena" : "apollo";
    const url = `${hub.url}/api/v2/ai/${name}/stream?content=${i % 10 === 9 ? "fails" : "fine"}`;
    ids.unshift((await readRunStream(await fetch(url))).runId);
  }
});
afterAll(async () => {
  await hub.close();
  await ollama.close();
});

interface Page {
  runs: RunView[];
  next_cursor: string | null;
}
const list = async (query: string): Promise<Page> => {
  const page = (await send(hub.url, `/api/v2/runs${query}`)).json<Page>();
  for (const run of page.runs) expect(runView.parse(run)).toEqual(run);
  return page;
};

describe("the list", () => {
  test.each([1, 7, 25, 200])("pages of %i together are every run once, newest first", async (limit) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(`?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      expect(page.runs.length).toBeLessThanOrEqual(limit);
      seen.push(...page.runs.map((run) => run.id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test("filters narrow it, and join with and", async () => {
    expect((await list("?specialist_id=athena-ai")).runs).toHaveLength(5);
    expect((await list("?status=failed")).runs).toHaveLength(2);
    expect((await list("?status=failed&specialist_id=athena-ai")).runs).toHaveLength(0);
    expect((await list("?status=completed&specialist_id=apollo-ai&limit=3")).runs).toHaveLength(3);
    expect((await list("?session_id=none")).runs).toEqual([]);
    expect(await list("?cursor=run_0")).toEqual({ runs: [], next_cursor: null });
  });

  test.each(["limit=0", "limit=201", "limit=x", "status=sleeping", "cursor=", "specialist_id=%01"])(
    "%s is refused by name",
    async (query) => {
      const answer = await send(hub.url, `/api/v2/runs?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.error().message).toContain(query.split("=")[0]);
    },
  );
});

describe("one run", () => {
  test("is re-attached to from any place, by header or by query, with exactly what follows", async () => {
    const id = ids[0] ?? "";
    const all = await readRunStream(await fetch(`${hub.url}/api/v2/runs/${id}/stream`));
    for (let after = 0; after < all.events.length; after++) {
      const byHeader = await fetch(`${hub.url}/api/v2/runs/${id}/stream`, {
        headers: { "last-event-id": `${id}:${after}` },
      });
      expect((await readRunStream(byHeader, after)).events).toEqual(all.events.slice(after));
      const byQuery = await fetch(`${hub.url}/api/v2/runs/${id}/stream?after=${after}`);
      expect((await readRunStream(byQuery, after)).events).toEqual(all.events.slice(after));
    }
    const end = await send(hub.url, `/api/v2/runs/${id}/stream?after=${all.events.length}`);
    expect([end.status, end.text]).toEqual([204, ""]);
  });

  test("is stopped once, however often that is asked, and its upstream is closed", async () => {
    ollama.script("stuck", { tokens: ["some ", "text"], stallAfter: { tokens: 1 } });
    const response = await fetch(`${hub.url}/api/v2/ai/apollo/stream?content=stuck`);
    const id = response.headers.get("x-run-id");
    const cancel = () => send(hub.url, `/api/v2/runs/${id}/cancel`, { method: "POST" });
    const answers = await Promise.all([cancel(), cancel(), cancel()]);
    const later = await cancel();
    for (const answer of [...answers, later]) {
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual(later.json());
      expect(runView.parse(answer.json())).toMatchObject({ status: "cancelled", finish_reason: "cancelled" });
    }
    expect((await readRunStream(response)).last).toMatchObject({ type: "done", finish_reason: "cancelled" });
    expect(ollama.active).toBe(0);
    const done = ids[0] ?? "";
    const ended = (await send(hub.url, `/api/v2/runs/${done}`)).json();
    expect((await send(hub.url, `/api/v2/runs/${done}/cancel`, { method: "POST" })).json()).toEqual(ended);
  });

  test.each(["run_00000000000000000000000000", "__proto__", "constructor", "%F0%9F%9C%81", "a%2F..%2Fb"])(
    "%s is not there, for reading, watching and stopping",
    async (id) => {
      for (const [method, path] of [
        ["GET", ""],
        ["GET", "/stream"],
        ["POST", "/cancel"],
      ] as const) {
        const answer = await send(hub.url, `/api/v2/runs/${id}${path}`, { method });
        expect([answer.status, answer.error().code]).toEqual([404, "RUN_NOT_FOUND"]);
      }
    },
  );
});
