/** How far apart the turns of the hub's event loop were since the last look, as the hub itself measures. */

export interface EventLoopGaps {
  /** Milliseconds between the turns of a 10 ms timer: 10 is none too late. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Reads `/metrics`, which begins a new measurement. Null when the hub does not say. */
export async function readEventLoopGaps(hubUrl: string): Promise<EventLoopGaps | null> {
  const text = await (await fetch(new URL("/metrics", hubUrl))).text();
  const ms = (name: string) => {
    const seconds = new RegExp(`^nodejs_eventloop_lag_${name}_seconds ([\\d.e+-]+)$`, "m").exec(text)?.[1];
    return seconds === undefined ? Number.NaN : Number(seconds) * 1000;
  };
  const gaps = { p50: ms("p50"), p99: ms("p99"), max: ms("max") };
  return Number.isNaN(gaps.p99) ? null : gaps;
}
