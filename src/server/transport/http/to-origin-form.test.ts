import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { toOriginForm } from "./to-origin-form.ts";

test.each([
  ["/api/health?x=http://y/", "/api/health?x=http://y/", "header"],
  ["http://hub:8003/api/health?a=1", "/api/health?a=1", "hub:8003"],
  ["HTTPS://hub", "/", "hub"],
  ["http://hub?a=1", "/?a=1", "hub"],
  ["http://user@hub/x", "/x", "user@hub"],
  ["http:///x", "/x", ""],
  ["ftp://hub/x", "ftp://hub/x", "header"],
  ["*", "*", "header"],
])("the address %j is read as %j on host %j", (url, path, host) => {
  const req = Object.assign(new IncomingMessage(new Socket()), { url });
  req.headers.host = "header";
  toOriginForm(req);
  expect([req.url, req.headers.host]).toEqual([path, host]);
});
