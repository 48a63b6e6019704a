/**
 * Time as a port, so that tests move it by hand.
 *
 * `now` is the wall clock for what is stored (epoch ms); `monotonic` (fractional ms) is for durations
 * and deadlines, because the wall clock jumps.
 */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Runs `fn` once after `ms`; the returned function cancels it. Never keeps the process alive. */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
