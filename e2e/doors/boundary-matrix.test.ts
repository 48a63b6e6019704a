/** Host × Origin × Sec-Fetch-Site × kind of request, over real sockets: nobody gets in who should not, nobody is kept out who should. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { send } from "./send.ts";
import { parseRaw, sendRaw } from "./send-raw.ts";

const token = "0123456789abcdef";
const binds = {
  loopback: {},
  everywhere: { HOST: "0.0.0.0", TEKTON_TOKEN: token },
  proxied: { TEKTON_PUBLIC_URL: "https://tekton.example", TEKTON_TOKEN: token },
} as const;
type Bind = keyof typeof binds;

const hubs = {} as Record<Bind, TestHub>;
beforeAll(async () => {
  for (const bind of Object.keys(binds) as Bind[]) {
    hubs[bind] = await startTestHub({ env: { TEKTON_PROVIDER: "demo", ...binds[bind] } });
  }
});
afterAll(async () => {
  for (const hub of Object.values(hubs)) await hub.close();
});

const hosts: [string, Bind[]][] = [
  ["127.0.0.1:PORT", ["loopback", "everywhere", "proxied"]],
  ["localhost:PORT", ["loopback", "everywhere", "proxied"]],
  ["[::1]:PORT", ["loopback", "everywhere", "proxied"]],
  ["192.168.7.7:PORT", ["everywhere"]],
  ["tekton.example", ["proxied"]],
  ["evil.example", []],
  ["127.0.0.1.evil.example:PORT", []],
];
const origins = [undefined, "SELF", "https://tekton.example", "https://evil.example", "http://127.0.0.1:1", "null"];
const sites = [undefined, "same-origin", "same-site", "none", "cross-site"];
/** What each kind is held to beyond Host. */
const kinds = [
  { name: "read", method: "GET", path: "/api/capabilities", origin: false, site: false },
  { name: "write", method: "POST", path: "/api/sign-out", origin: true, site: false },
  {
    name: "read that starts a run",
    method: "GET",
    path: "/api/v2/ai/apollo/stream?content=x",
    origin: true,
    site: true,
  },
  {
    name: "old read that starts a run",
    method: "GET",
    path: "/api/chat/apollo/stream?message=x",
    origin: true,
    site: true,
  },
  { name: "procedure that writes", method: "POST", path: "/api/trpc/runs.cancel", origin: true, site: false },
  { name: "upgrade", method: "GET", path: "/api/v2/ws", origin: true, site: false },
];

describe("the boundary", () => {
  test.each(Object.keys(binds) as Bind[])("%s: disallowed let in 0, allowed refused 0", async (bind) => {
    const { url, port } = hubs[bind];
    const wrong: string[] = [];
    let cells = 0;
    for (const [hostText, allowedFor] of hosts)
      for (const originText of origins)
        for (const site of sites)
          for (const kind of kinds) {
            const host = hostText.replace("PORT", String(port));
            const origin = originText === "SELF" ? `http://${host}` : originText;
            const originGood =
              origin === undefined ||
              originText === "SELF" ||
              (bind === "proxied" && originText === "https://tekton.example") ||
              (originText === "https://tekton.example" && host === "tekton.example");
            const headers = {
              host,
              authorization: `Bearer ${token}`,
              ...(origin && { origin }),
              ...(site && { "sec-fetch-site": site }),
              ...(kind.name === "upgrade" && { connection: "Upgrade", upgrade: "websocket" }),
            };
            const expected = !allowedFor.includes(bind)
              ? 421
              : (kind.origin && !originGood) || (kind.site && site === "cross-site")
                ? 403
                : "in";
            const { status } = await send(url, kind.path, { method: kind.method, headers });
            const got = status === 421 || status === 403 ? status : "in";
            cells += 1;
            if (got !== expected) wrong.push(`${kind.name} ${JSON.stringify(headers)}: ${status}, not ${expected}`);
          }
    expect(cells).toBe(hosts.length * origins.length * sites.length * kinds.length);
    expect(wrong).toEqual([]);
  });

  test.each(["/", "/api/v2/ws", "/_next/hmr", "/api/trpc", "/ws"])(
    "an upgrade of %s is a 404 and closed at once",
    async (path) => {
      const { url, port } = hubs.loopback;
      const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
      const key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      const answer = parseRaw(await sendRaw(url, head + key));
      expect([answer.status, answer.error().code]).toEqual([404, "NOT_FOUND"]);
      expect(answer.headers["x-request-id"]).toBe(answer.error().request_id);
    },
  );
});
