/** Tokens at the HTTP door: signing in and out, roles, revoking, and what is counted of each client. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { send } from "./send.ts";

const operator = "c2VjcmV0IG9mIHRoZSBvcGVyYXRvcg==";

let hub: TestHub;
const start = async (env: Record<string, string>) => {
  hub = await startTestHub({ env: { TEKTON_PROVIDER: "demo", ...env } });
};
afterEach(() => hub.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const create = async (name: string, role: string, as: string) =>
  (await send(hub.url, "/api/v2/tokens", { method: "POST", headers: bearer(as), body: { name, role } })).json<{
    id: string;
    token: string;
  }>();
const status = async (headers: Record<string, string>, path = "/api/v2/runs") =>
  (await send(hub.url, path, { headers })).status;

describe("signing in", () => {
  test.each([
    ["", false],
    ["http://tekton.lan", false],
    ["https://tekton.example", true],
  ])("with TEKTON_PUBLIC_URL=%j gives a cookie that only this site sends; Secure: %s", async (publicUrl, secure) => {
    await start({ TEKTON_TOKEN: operator, TEKTON_PUBLIC_URL: publicUrl });
    const signedIn = await send(hub.url, "/api/sign-in", { method: "POST", body: { token: operator } });
    expect([signedIn.status, signedIn.text]).toEqual([204, ""]);
    const [cookie = ""] = signedIn.headers["set-cookie"] ?? [];
    const [pair = "", ...flags] = cookie.split("; ");
    expect(flags.sort()).toEqual(
      ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict", ...(secure ? ["Secure"] : [])].sort(),
    );
    expect(await status({ cookie: pair })).toBe(200);
    const signedOut = await send(hub.url, "/api/sign-out", { method: "POST", headers: { cookie: pair } });
    expect(signedOut.headers["set-cookie"]?.[0]).toMatch(/^tekton_token=; .*Max-Age=0/);
  });

  test("a wrong token is a 401 and no cookie", async () => {
    await start({ TEKTON_TOKEN: operator });
    for (const token of ["wrong", `${operator}x`, "tekton_"]) {
      const answer = await send(hub.url, "/api/sign-in", { method: "POST", body: { token } });
      expect([answer.status, answer.error().code]).toEqual([401, "UNAUTHORIZED"]);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    const spaced = await send(hub.url, "/api/sign-in", { method: "POST", body: { token: "a b; Path=/" } });
    expect(spaced.status).toBe(400);
  });
});

describe("made tokens", () => {
  test("the first one closes the hub, and each has its role", async () => {
    await start({});
    expect(await status({})).toBe(200);
    const admin = await create("admin", "admin", "");
    expect(await status({})).toBe(401);
    const user = await create("user", "user", admin.token);
    expect(await status(bearer(user.token))).toBe(200);
    expect(await status(bearer(user.token), "/api/v2/tokens")).toBe(403);
    const { tokens } = (await send(hub.url, "/api/v2/tokens", { headers: bearer(admin.token) })).json<{
      tokens: object[];
    }>();
    expect(tokens).toMatchObject([
      { name: "user", role: "user", revoked_at: null },
      { name: "admin", role: "admin", revoked_at: null },
    ]);
    expect(JSON.stringify(tokens)).not.toContain(admin.token);
  });

  test("a revoked one is refused from the next request on", async () => {
    await start({ TEKTON_TOKEN: operator });
    const { id, token } = await create("short-lived", "user", operator);
    expect(await status(bearer(token))).toBe(200);
    const revoked = await send(hub.url, `/api/v2/tokens/${id}`, { method: "DELETE", headers: bearer(operator) });
    expect(revoked.json()).toEqual({ status: "revoked", id });
    expect(await status(bearer(token))).toBe(401);
    expect(await status({ cookie: `tekton_token=${token}` })).toBe(401);
    const again = await send(hub.url, `/api/v2/tokens/${id}`, { method: "DELETE", headers: bearer(operator) });
    expect([again.status, again.error().code]).toEqual([404, "NOT_FOUND"]);
  });

  test("the last one of a hub that others can reach is kept, so that it never stands open", async () => {
    await start({ HOST: "0.0.0.0" });
    const { id, token } = await create("only", "admin", "");
    const answer = await send(hub.url, `/api/v2/tokens/${id}`, { method: "DELETE", headers: bearer(token) });
    expect([answer.status, answer.error().code]).toEqual([409, "CONFLICT"]);
    expect(await status({})).toBe(401);
    expect(await status(bearer(token))).toBe(200);
  });

  test("no file of the hub has a token in it, but the lock, which is its owner's alone", async () => {
    await start({});
    const { token } = await create("secret", "admin", "");
    expect(await status(bearer(token))).toBe(200);
    for (const name of await readdir(hub.dataDir)) {
      expect(await readFile(join(hub.dataDir, name), "latin1")).not.toContain(token.slice("tekton_".length));
    }
  });
});

describe("requests a minute", () => {
  test("are not counted on loopback unless that is asked for", async () => {
    await start({});
    const { headers } = await send(hub.url, "/api/health");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-ratelimit"))).toEqual([]);
  });

  test("are told on every answer, refusals included; one too many is a 429 that says when to come back", async () => {
    await start({ TEKTON_TOKEN: operator, TEKTON_RATE_LIMIT: "5" });
    const ask = (path: string, method = "GET") => send(hub.url, path, { method, headers: bearer(operator) });
    const answers = [
      await ask("/api/v2/runs"),
      await ask("/api/nothing"),
      await ask("/api/health", "POST"),
      await ask("/api/trpc/hub.status"),
      await ask("/api/v2/ai/apollo/stream?content=x"),
      await ask("/api/v2/runs"),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 405, 200, 200, 429]);
    expect(answers.map(({ headers }) => [headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]])).toEqual(
      [4, 3, 2, 1, 0, 0].map((left) => ["5", String(left)]),
    );
    const [last] = answers.slice(-1);
    expect(last?.error().code).toBe("RATE_LIMITED");
    const wait = Number(last?.headers["retry-after"]);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(Number(last?.headers["x-ratelimit-reset"])).toBeGreaterThan(Date.now() / 1000 - 1);
    // Another client, here one without a token, has a count of its own.
    expect((await send(hub.url, "/api/v2/runs")).status).toBe(401);
  });

  test("guesses at a token are counted by address", async () => {
    await start({ TEKTON_TOKEN: operator, TEKTON_RATE_LIMIT: "3" });
    const guess = (n: number) => send(hub.url, "/api/v2/runs", { headers: bearer(`guess-${n}`) });
    const seen: number[] = [];
    for (let n = 0; n < 5; n++) seen.push((await guess(n)).status);
    expect(seen).toEqual([401, 401, 401, 429, 429]);
    expect(await status(bearer(operator))).toBe(200);
  });
});
