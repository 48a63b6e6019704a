import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { hashToken, TokenStore } from "./token-store.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let store: TokenStore;
beforeAll(async () => {
  database = await openTestDatabase();
  store = new TokenStore(database.prisma);
});
afterAll(() => database.close());

describe("tokens", () => {
  test("a token is 32 random bytes, and only its hash is in the files of the database", async () => {
    const { token, info } = await store.create("first", "admin", Date.UTC(2026, 0, 1));
    expect(token).toMatch(/^tekton_[\w-]{43}$/);
    expect(info).toEqual({
      id: expect.stringMatching(/^tok_/),
      name: "first",
      role: "admin",
      created_at: "2026-01-01T00:00:00.000Z",
      revoked_at: null,
    });
    const files = await Promise.all(["", "-wal"].map((suffix) => readFile(`${database.path}${suffix}`, "latin1")));
    expect(files.join("")).toContain(hashToken(token));
    expect(files.join("")).not.toContain(token.slice("tekton_".length));
  });

  test("what is in force survives a restart, what was revoked does not", async () => {
    const kept = await store.create("kept", "user", Date.now());
    const revoked = await store.create("revoked", "user", Date.now());
    await store.revoke(revoked.info.id, Date.now(), { keepOne: true });
    const again = new TokenStore(database.prisma);
    expect(again.any).toBe(false);
    await again.load();
    expect(again.actorOf(hashToken(kept.token))).toEqual({ id: kept.info.id, name: "kept", role: "user" });
    expect(again.actorOf(hashToken(revoked.token))).toBeNull();
    expect((await again.list()).map(({ name, revoked_at }) => [name, revoked_at !== null])).toEqual([
      ["revoked", true],
      ["kept", false],
      ["first", false],
    ]);
  });

  test("revoking what is not in force is said to be so", async () => {
    const revoked = (await store.list()).find((token) => token.revoked_at !== null)?.id ?? "";
    for (const id of ["tok_none", revoked, "__proto__", ""]) {
      await expect(store.revoke(id, Date.now(), { keepOne: false })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  test("of many revocations at once one token is left when one must be", async () => {
    const inForce = (await store.list()).filter((token) => token.revoked_at === null);
    const outcomes = await Promise.allSettled(inForce.map(({ id }) => store.revoke(id, Date.now(), { keepOne: true })));
    expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([
      { status: "rejected", reason: expect.objectContaining({ code: "CONFLICT" }) },
    ]);
    expect(store.any).toBe(true);
  });
});
