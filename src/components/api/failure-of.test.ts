import { TRPCClientError } from "@trpc/client";
import { expect, it } from "vitest";
import { failureOf } from "./failure-of.ts";

it("takes the hub's own words for a procedure that failed", () => {
  const app = { code: "CONFLICT", message: "This session is still answering.", request_id: "req_1" };
  const error = TRPCClientError.from({ error: { code: -32009, message: app.message, data: { app } } });
  expect(failureOf(error)).toEqual({ code: "CONFLICT", message: app.message, requestId: "req_1" });
});

it("takes them from the door's refusal too", () => {
  const responseJSON = { error: { code: "UNAUTHORIZED", message: "Sign in first." } };
  const error = TRPCClientError.from(new Error("Unable to transform"), { meta: { responseJSON, response: {} } });
  expect(failureOf(error)).toEqual({ code: "UNAUTHORIZED", message: "Sign in first.", requestId: null });
});

it("tells an answer it cannot read from no answer", () => {
  expect(failureOf(TRPCClientError.from(new Error("x"), { meta: { response: {} } })).code).toBe("INTERNAL");
  expect(failureOf(TRPCClientError.from(new TypeError("Failed to fetch"))).code).toBeNull();
  expect(failureOf(undefined).code).toBeNull();
});
