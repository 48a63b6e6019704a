/** So many streams at 60 tokens a second for a while: how many tokens come in time. */
import { deliveredRatio, lateness } from "./delivery.ts";
import type { Door } from "./door.ts";
import { quantile } from "./statistics.ts";
import { lasting } from "./upstream-scripts.ts";

export interface SustainedFigures {
  readonly label: string;
  readonly streams: number;
  readonly seconds: number;
  readonly tokensOffered: number;
  /** 0..1 */
  readonly inTime: number;
  /** Of the worst stream. */
  readonly worstInTime: number;
  /** Milliseconds after a token was offered. */
  readonly lateP50: number;
  readonly lateP99: number;
  readonly lateMax: number;
}

export async function measureSustained(
  door: Door,
  { streams, seconds }: { readonly streams: number; readonly seconds: number },
): Promise<SustainedFigures> {
  const script = lasting(seconds);
  // A crowd at the same instant is measured elsewhere; here they come within a second.
  const begin = (i: number) => new Promise((resolve) => setTimeout(resolve, (i * 1000) / streams));
  const answers = await Promise.all(Array.from({ length: streams }, (_, i) => begin(i).then(() => door.ask(script))));
  const perStream = answers.map((answer) => lateness(answer, script));
  const all = perStream.flat();
  const tokensOffered = streams * script.tokens;
  return {
    label: door.label,
    streams,
    seconds,
    tokensOffered,
    inTime: deliveredRatio(all, tokensOffered),
    worstInTime: Math.min(...perStream.map((late) => deliveredRatio(late, script.tokens))),
    lateP50: quantile(all, 0.5),
    lateP99: quantile(all, 0.99),
    lateMax: quantile(all, 1),
  };
}
