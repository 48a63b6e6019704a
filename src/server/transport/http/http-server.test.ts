/** The server's own answers: to what never becomes a request, and to pages. On a whole hub, over real sockets. */
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { send } from "#e2e/doors/send.ts";
import { parseRaw, sendRaw } from "#e2e/doors/send-raw.ts";
import { startTestHub, type TestHub } from "#e2e/hub/start-test-hub.ts";
import { createHttpServer, type HttpServer } from "./http-server.ts";
import { isPublicPage } from "./is-public-page.ts";

let hub: TestHub;
const servers: HttpServer[] = [];
beforeAll(async () => {
  hub = await startTestHub({
    env: { TEKTON_TOKEN: "0123456789abcdef", TEKTON_DEMO_DELAY_MS: "50", TEKTON_PUBLIC_URL: "https://tekton.example" },
  });
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close(0)));
  await hub.close();
});

async function listen(...options: Parameters<typeof createHttpServer> extends [unknown, ...infer R] ? R : never) {
  const server = createHttpServer(hub.hub, ...options);
  servers.push(server);
  return `http://127.0.0.1:${await server.listen(0, "127.0.0.1")}`;
}

const host = "Host: 127.0.0.1\r\n";

describe("what is no request", () => {
  test.each([
    ["noise", "\x00\x01\x02 noise\r\n\r\n", 400],
    ["a line without a version or a host", "GET /api/health\r\n\r\n", 421],
    ["an unknown method", `FOO /api/health HTTP/1.1\r\n${host}\r\n`, 400],
    ["a header without a colon", `GET /api/health HTTP/1.1\r\n${host}nonsense\r\n\r\n`, 400],
    ["two lengths", `POST /api/sign-in HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, 400],
    [
      "a length and chunks",
      `POST /x HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ["a negative length", `POST /api/sign-in HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`, 400],
    ["headers over the limit", `GET /api/health HTTP/1.1\r\n${host}X-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["a path over the limit", `GET /api/${"x".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, 431],
    ["a tunnel", `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`, 405],
  ])("%s is answered as JSON with a request id, and the connection is closed", async (_, bytes, status) => {
    const answer = parseRaw(await sendRaw(hub.url, bytes));
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-request-id": answer.error().request_id,
      connection: "close",
    });
    expect(answer.error().request_id).toMatch(/^req_/);
  });

  test("a request without Host is refused in words", async () => {
    const answer = parseRaw(await sendRaw(hub.url, "GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n"));
    expect([answer.status, answer.error().code]).toEqual([421, "MISDIRECTED"]);
  });

  test("an expectation nobody knows does not keep a request from being answered", async () => {
    const answer = await send(hub.url, "/api/health", { headers: { expect: "a-miracle" } });
    expect([answer.status, answer.headers["x-request-id"]]).toEqual([200, expect.stringMatching(/^req_/)]);
  });

  test("nothing is written into a response that has begun", async () => {
    const ask = `GET /api/v2/ai/apollo/stream?content=hi HTTP/1.1\r\n${host}Authorization: Bearer 0123456789abcdef\r\n\r\n`;
    const { hostname, port } = new URL(hub.url);
    const socket = connect(Number(port), hostname, () => socket.write(ask));
    let text = "";
    for await (const chunk of socket.setEncoding("utf8")) {
      if (text === "") socket.write("GARBAGE\r\n\r\n");
      text += chunk;
    }
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(text).toContain("text/event-stream");
  });
});

describe("what does not arrive in time", () => {
  const post = `POST /api/sign-in HTTP/1.1\r\n${host}Content-Type: application/json\r\n`;

  test.each([
    ["headers that trickle", `GET /api/health HTTP/1.1\r\n${host}X-Slow: `],
    ["a body shorter than it said", `${post}Content-Length: 100\r\n\r\n{"token":`],
    ["chunks that do not end", `${post}Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`],
  ])("%s get a 408 and are closed", async (_, bytes) => {
    const url = await listen(null, { headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 });
    const answer = parseRaw(await sendRaw(url, bytes));
    expect([answer.status, answer.error().code]).toEqual([408, "BAD_REQUEST"]);
  });

  test("a hundred slow clients keep nobody else waiting, and are let go", async () => {
    const url = await listen(null, { headersTimeout: 500, requestTimeout: 500, connectionsCheckingInterval: 50 });
    const { hostname, port } = new URL(url);
    const slow: Socket[] = [];
    const ends: Promise<void>[] = [];
    for (let i = 0; i < 100; i++) {
      const socket = connect(Number(port), hostname, () => socket.write(`GET /api/health HTTP/1.1\r\n${host}X: `));
      slow.push(socket);
      ends.push(
        new Promise((resolve) =>
          socket
            .on("error", () => {})
            .on("close", () => resolve())
            .resume(),
        ),
      );
    }
    expect((await send(url, "/api/health")).status).toBe(200);
    await Promise.all(ends);
    expect(slow.every((socket) => socket.destroyed)).toBe(true);
  });
});

describe("pages", () => {
  const served: string[] = [];
  const pages = {
    isPublic: isPublicPage,
    serve: async (req: { url?: string }, res: { end(text: string): void }) => {
      served.push(req.url ?? "");
      res.end("a page");
    },
  };
  const bearer = { authorization: "Bearer 0123456789abcdef" };

  test("without a token they lead to the sign-in page, which remembers where to go back to", async () => {
    const url = await listen(pages);
    for (const path of ["/", "/team", "/chat/sess_1?x=1", "/_next/static/../../team", "//evil.example/x"]) {
      const answer = await send(url, path);
      expect([answer.status, answer.headers.location]).toEqual([302, `/sign-in?next=${encodeURIComponent(path)}`]);
      expect(answer.headers["x-request-id"]).toMatch(/^req_/);
    }
    expect(served).toEqual([]);
    expect((await send(url, "/sign-in?next=%2Fteam")).text).toBe("a page");
    expect((await send(url, "/team", { headers: bearer })).text).toBe("a page");
    expect((await send(url, "/team", { headers: { cookie: "tekton_token=0123456789abcdef" } })).text).toBe("a page");
    expect(served).toEqual(["/sign-in?next=%2Fteam", "/team", "/team"]);
  });

  test("nothing under /api, and no address of another host, reaches them", async () => {
    const url = await listen(pages);
    served.length = 0;
    const paths = [
      "/api",
      "/api/",
      "/api/nothing",
      "/v1/models",
      "/mcp",
      "/metrics/x",
      "http://evil.example/team",
      "*",
      "nothing",
    ];
    for (const path of paths) {
      const answer = await send(url, path, { headers: bearer });
      expect([400, 404, 421]).toContain(answer.status);
      expect(answer.error().code).toMatch(/^(BAD_REQUEST|NOT_FOUND|MISDIRECTED)$/);
    }
    expect((await send(url, "/team", { headers: { ...bearer, host: "evil.example" } })).status).toBe(421);
    expect(
      (await send(url, "/team", { method: "POST", headers: { ...bearer, origin: "https://evil.example" } })).status,
    ).toBe(403);
    expect(served).toEqual([]);
  });

  test("a hub without pages says so, as JSON", async () => {
    const answer = await send(hub.url, "/team");
    expect([answer.status, answer.error().code]).toEqual([404, "NOT_FOUND"]);
  });
});
