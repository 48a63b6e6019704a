import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { isAppError } from "#server/kernel/app-error.ts";
import { ManualClock } from "#server/kernel/manual-clock.ts";
import { RateLimit } from "./rate-limit.ts";

const response = () => new ServerResponse(new IncomingMessage(new Socket()));

describe("requests a minute", () => {
  test("each client has its own count, told on every answer", async () => {
    const clock = new ManualClock();
    const limit = new RateLimit(2, clock);
    const left = async (client: string) => {
      const res = response();
      const refused = await limit.count(client, res).catch((error: unknown) => error);
      expect(res.getHeader("x-ratelimit-limit")).toBe("2");
      expect(Number(res.getHeader("x-ratelimit-reset"))).toBeGreaterThan(clock.now() / 1000);
      expect(Number(res.getHeader("x-ratelimit-reset"))).toBeLessThanOrEqual(clock.now() / 1000 + 61);
      return isAppError(refused)
        ? [refused.code, refused.details?.retry_after_ms]
        : res.getHeader("x-ratelimit-remaining");
    };
    expect(await left("a")).toBe("1");
    expect(await left("a")).toBe("0");
    expect(await left("a")).toEqual(["RATE_LIMITED", expect.any(Number)]);
    expect(await left("b")).toBe("1");
  });

  test("0 is no limit and no headers", async () => {
    const limit = new RateLimit(0, new ManualClock());
    for (let i = 0; i < 1000; i++) {
      const res = response();
      await limit.count("a", res);
      expect(res.getHeaderNames()).toEqual([]);
    }
  });
});
