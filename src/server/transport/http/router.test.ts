import { describe, expect, test } from "vitest";
import { isAppError } from "#server/kernel/app-error.ts";
import { route } from "./route.ts";
import { Router } from "./router.ts";

const make = (method: "GET" | "POST" | "DELETE", path: string, access: "public" | "user") =>
  route({ method, path, access, handle: () => ({ status: 204 }) });

const router = new Router([
  make("GET", "/api/things", "user"),
  make("POST", "/api/things", "user"),
  make("GET", "/api/things/:id", "user"),
  make("DELETE", "/api/things/:id", "user"),
  make("GET", "/api/health", "public"),
]);

const find = (method: string, path: string): unknown => {
  try {
    const match = router.find(method, path);
    return match && [match.route.path, { ...match.params }];
  } catch (error) {
    return isAppError(error) ? [error.code, error.details] : error;
  }
};

describe("finding a route", () => {
  test.each([
    ["GET", "/api/things", ["/api/things", {}]],
    ["GET", "/api/things/", ["/api/things", {}]],
    ["GET", "/api/things/a%2Fb", ["/api/things/:id", { id: "a/b" }]],
    ["GET", "/api/things/__proto__", ["/api/things/:id", { id: "__proto__" }]],
    ["GET", "/api/things/%C3%A9", ["/api/things/:id", { id: "é" }]],
    ["GET", "/api/things/a/b", null],
    ["GET", "/API/things", null],
    ["GET", "/api//things", null],
    ["GET", "/api/things/%zz", null],
    ["GET", `/api/things/${"x".repeat(300)}`, null],
    ["FOO", "/nowhere", null],
    ["HEAD", "/api/health", ["/api/health", {}]],
    ["HEAD", "/api/things", ["METHOD_NOT_ALLOWED", { allow: ["GET", "POST"] }]],
    ["PATCH", "/api/things/1", ["METHOD_NOT_ALLOWED", { allow: ["GET", "DELETE"] }]],
    ["FOO", "/api/things", ["METHOD_NOT_ALLOWED", { allow: ["GET", "POST"] }]],
    ["constructor", "/api/things", ["METHOD_NOT_ALLOWED", { allow: ["GET", "POST"] }]],
  ])("%s %s leads to %j", (method, path, expected) => {
    expect(find(method, path)).toEqual(expected);
  });
});
