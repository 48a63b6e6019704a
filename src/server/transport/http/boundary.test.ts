import { describe, expect, test } from "vitest";
import { isAppError } from "#server/kernel/app-error.ts";
import { Boundary, type BoundaryOptions } from "./boundary.ts";

const loopback: BoundaryOptions = { host: "127.0.0.1", loopback: true, publicUrl: null };
const everywhere: BoundaryOptions = { host: "0.0.0.0", loopback: false, publicUrl: null };
const named: BoundaryOptions = { host: "Hub.lan", loopback: false, publicUrl: null };
const proxied: BoundaryOptions = { host: "127.0.0.1", loopback: true, publicUrl: "https://tekton.example" };

const verdict = (check: () => void): string => {
  try {
    check();
    return "in";
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.message).toMatch(/\.$/);
    return error.code;
  }
};

const hosts: [host: string | undefined, Record<"loopback" | "everywhere" | "named" | "proxied", boolean>][] = [
  ["127.0.0.1:8003", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["127.0.0.1", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["127.1.2.3:80", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["localhost:8003", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["LocalHost:8003", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["[::1]:8003", { loopback: true, everywhere: true, named: true, proxied: true }],
  ["192.168.1.5:8003", { loopback: false, everywhere: true, named: true, proxied: false }],
  ["0.0.0.0:8003", { loopback: false, everywhere: true, named: true, proxied: false }],
  ["[fe80::1]:8003", { loopback: false, everywhere: true, named: true, proxied: false }],
  ["hub.lan:8003", { loopback: false, everywhere: false, named: true, proxied: false }],
  ["HUB.LAN", { loopback: false, everywhere: false, named: true, proxied: false }],
  ["tekton.example", { loopback: false, everywhere: false, named: false, proxied: true }],
  ["Tekton.Example", { loopback: false, everywhere: false, named: false, proxied: true }],
  ["tekton.example:443", { loopback: false, everywhere: false, named: false, proxied: true }],
  ...[
    undefined,
    "",
    "evil.example",
    "evil.example:8003",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost.",
    "evil-localhost",
    "127.0.0.1@evil.example",
    "evil.example@127.0.0.1",
    "127.0.0.1:8003@evil.example",
    "127.0.0.1/evil.example",
    "127.0.0.1:8003:80",
    "127.0.0.1:port",
    "127.0.0.1, evil.example",
    "evil.example#127.0.0.1",
    "0x7f.1",
    "2130706433",
    "tekton.example.evil.example",
    "not-tekton.example",
    "[::1",
    "::1",
    "[evil.example]",
    " 127.0.0.1",
  ].map((host): (typeof hosts)[number] => [host, { loopback: false, everywhere: false, named: false, proxied: false }]),
];

describe("which Host is answered", () => {
  const binds = { loopback, everywhere, named, proxied };
  for (const [bind, options] of Object.entries(binds)) {
    const boundary = new Boundary(options);
    test.each(hosts.map(([host, allowed]) => [host, allowed[bind as keyof typeof binds]] as const))(
      `${bind}: Host %j is answered: %s`,
      (host, allowed) => {
        expect(verdict(() => boundary.checkHost(host === undefined ? {} : { host }))).toBe(
          allowed ? "in" : "MISDIRECTED",
        );
      },
    );
  }
});

describe("which Origin may change something", () => {
  const boundary = new Boundary(proxied);
  test.each([
    [undefined, "127.0.0.1:8003", true],
    ["http://127.0.0.1:8003", "127.0.0.1:8003", true],
    ["http://localhost:8003", "localhost:8003", true],
    ["https://localhost:8003", "localhost:8003", true],
    ["https://tekton.example", "127.0.0.1:8003", true],
    ["https://tekton.example", "tekton.example", true],
    ["http://localhost:8003", "127.0.0.1:8003", false],
    ["http://127.0.0.1:3000", "127.0.0.1:8003", false],
    ["http://127.0.0.1", "127.0.0.1:8003", false],
    ["http://tekton.example", "127.0.0.1:8003", false],
    ["https://tekton.example:8443", "127.0.0.1:8003", false],
    ["https://evil.example", "127.0.0.1:8003", false],
    ["https://tekton.example.evil.example", "127.0.0.1:8003", false],
    ["null", "127.0.0.1:8003", false],
    ["", "127.0.0.1:8003", false],
    ["file://127.0.0.1:8003", "127.0.0.1:8003", false],
    ["chrome-extension://127.0.0.1:8003", "127.0.0.1:8003", false],
    ["127.0.0.1:8003", "127.0.0.1:8003", false],
  ])("Origin %j with Host %j is let in: %s", (origin, host, allowed) => {
    expect(verdict(() => boundary.checkOrigin(origin === undefined ? { host } : { origin, host }))).toBe(
      allowed ? "in" : "FORBIDDEN",
    );
  });
});

describe("which pages may start a run with a mere address", () => {
  const host = "127.0.0.1:8003";
  const boundary = new Boundary(loopback);
  test.each([
    [{ host }, true],
    [{ host, "sec-fetch-site": "same-origin" }, true],
    [{ host, "sec-fetch-site": "none" }, true],
    [{ host, "sec-fetch-site": "cross-site" }, false],
    [{ host, origin: "https://evil.example" }, false],
    [{ host, origin: "https://evil.example", "sec-fetch-site": "same-origin" }, false],
  ])("%j is let in: %s", (headers, allowed) => {
    expect(verdict(() => boundary.checkFetchSite(headers))).toBe(allowed ? "in" : "FORBIDDEN");
  });
});
