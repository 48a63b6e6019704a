/** `npm run token`, beside a running hub and without one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub } from "#e2e/hub/start-test-hub.ts";
import { runToEnd } from "./run-to-end.ts";
import { send } from "./send.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "tekton-token-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

const token = (...args: string[]) => runToEnd("scripts/token.ts", args, { TEKTON_DATA_DIR: dataDir });

describe("the token command", { timeout: 120_000 }, () => {
  test("without a hub it writes to the database, which a hub then goes by", async () => {
    const made = await token("create", "laptop", "--role", "admin");
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^tekton_[\w-]{43}\n$/);
    expect(made.stderr).toMatch(/^Keep it: it is not shown again\./);

    const hub = await startTestHub({ dataDir });
    const headers = { authorization: `Bearer ${made.stdout.trim()}` };
    expect((await send(hub.url, "/api/v2/tokens", { headers })).status).toBe(200);
    expect((await send(hub.url, "/api/v2/tokens")).status).toBe(401);

    // Beside the running hub: no token of its own is needed, and what it does counts at once.
    const user = await token("create", "phone");
    const phone = { authorization: `Bearer ${user.stdout.trim()}` };
    expect((await send(hub.url, "/api/v2/runs", { headers: phone })).status).toBe(200);
    expect((await send(hub.url, "/api/v2/tokens", { headers: phone })).status).toBe(403);
    const listed = (await token("list")).stdout.trimEnd().split("\n");
    expect(listed).toEqual([
      expect.stringMatching(/^tok_\w+ {2}user {3}.*Z {2}in force {2}phone$/),
      expect.stringMatching(/^tok_\w+ {2}admin {2}.*Z {2}in force {2}laptop$/),
    ]);
    const id = listed[0]?.split(" ")[0] ?? "";
    expect(await token("revoke", id)).toEqual({ code: 0, stdout: `${id} is revoked.\n`, stderr: "" });
    expect((await send(hub.url, "/api/v2/runs", { headers: phone })).status).toBe(401);
    const again = await token("revoke", id);
    expect([again.code, again.stderr]).toEqual([
      1,
      `There is no token ${id} in force. List the tokens to see their ids.\n`,
    ]);
    await hub.close();

    expect((await token("list")).stdout).toMatch(
      /revoked {3}phone\n.*in force {2}laptop\n|revoked {2}phone\n.*in force {2}laptop\n/,
    );
  });

  test.each([[[]], [["create"]], [["create", "x", "--role", "king"]], [["unknown"]]])(
    "%j is answered with how to use it",
    async (args) => {
      const { code, stdout, stderr } = await token(...args);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^Usage:\n {2}npm run token -- create NAME/);
    },
  );

  test("an option it does not know is named", async () => {
    const { code, stderr } = await token("create", "x", "--rule", "admin");
    expect(code).toBe(1);
    expect(stderr).toMatch(/'--rule'/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
