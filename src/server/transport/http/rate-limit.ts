/** Requests a minute for each client: an actor where there are tokens, else an address. */
import type { ServerResponse } from "node:http";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";

export class RateLimit {
  readonly #limiter: RateLimiterMemory | null;

  /** @param perMinute 0 switches it off */
  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {
    this.#limiter = perMinute === 0 ? null : new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** Counts one request and says what is left in the response's headers. @throws AppError RATE_LIMITED */
  async count(client: string, res: ServerResponse): Promise<void> {
    if (!this.#limiter) return;
    const state = await this.#limiter.consume(client).catch((refused: unknown) => refused);
    if (!(state instanceof RateLimiterRes)) throw state;
    const resetAt = Math.ceil((this.clock.now() + state.msBeforeNext) / 1000);
    res.setHeader("x-ratelimit-limit", String(this.perMinute));
    res.setHeader("x-ratelimit-remaining", String(Math.max(0, state.remainingPoints)));
    res.setHeader("x-ratelimit-reset", String(resetAt));
    if (state.consumedPoints > this.perMinute) {
      throw new AppError("RATE_LIMITED", `More than ${this.perMinute} requests in a minute. Wait and try again.`, {
        retry_after_ms: state.msBeforeNext,
      });
    }
  }
}
