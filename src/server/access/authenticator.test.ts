import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "#server/db/open-test-database.ts";
import { localActor } from "#server/kernel/actor.ts";
import { Authenticator, tokenCookie } from "./authenticator.ts";
import { TokenStore } from "./token-store.ts";

const configured = "b3BlbiBzZXNhbWUgYmFzZTY0IQ==";
const ofProcess = "token-of-this-process";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let store: TokenStore;
beforeAll(async () => {
  database = await openTestDatabase();
  store = new TokenStore(database.prisma);
});
afterAll(() => database.close());

describe("who asks", () => {
  test("until there is a token everyone is the local admin, whatever they send", () => {
    const open = new Authenticator(store, { configured: null, ofProcess });
    expect(open.required).toBe(false);
    expect(open.actorOf({})).toEqual(localActor);
    expect(open.actorOf({ authorization: "Bearer nonsense" })).toEqual(localActor);
    expect(open.actorOfToken("nonsense")).toBeNull();
  });

  test.each([
    [{ authorization: `Bearer ${configured}` }, true],
    [{ authorization: `bearer   ${configured} ` }, true],
    [{ cookie: `${tokenCookie}=${configured}` }, true],
    [{ cookie: `other=1; ${tokenCookie}=${configured}; more=2` }, true],
    [{ cookie: `${tokenCookie}=${configured}`, authorization: "Basic dTpw" }, true],
    [{ authorization: `Bearer ${ofProcess}` }, true],
    [{}, false],
    [{ authorization: configured }, false],
    [{ authorization: `Basic ${configured}` }, false],
    [{ authorization: `Bearer ${configured} more` }, false],
    [{ authorization: `Bearer ${configured.slice(0, -1)}` }, false],
    [{ authorization: `Bearer ${configured.toLowerCase()}` }, false],
    [{ authorization: "Bearer " }, false],
    [{ cookie: `${tokenCookie}=` }, false],
    [{ cookie: `x${tokenCookie}=${configured}` }, false],
    [{ cookie: `${tokenCookie}=${configured}`, authorization: "Bearer wrong" }, false],
  ])("with a token configured, %j is let in: %s", (headers, allowed) => {
    const closed = new Authenticator(store, { configured, ofProcess });
    expect(closed.required).toBe(true);
    expect(closed.actorOf(headers)).toEqual(allowed ? localActor : null);
  });

  test("a made token is its own actor with its own role, until it is revoked", async () => {
    const authenticator = new Authenticator(store, { configured: null, ofProcess });
    const { token, info } = await store.create("Ada", "user", Date.now());
    expect(authenticator.required).toBe(true);
    expect(authenticator.actorOf({})).toBeNull();
    expect(authenticator.actorOf({ authorization: `Bearer ${token}` })).toEqual({
      id: info.id,
      name: "Ada",
      role: "user",
    });
    await store.revoke(info.id, Date.now(), { keepOne: false });
    expect(authenticator.actorOfToken(token)).toBeNull();
    expect(authenticator.required).toBe(false);
  });
});
