/** First-token times of a load, and what each door adds to asking the upstream directly. */
import type { Door, DoorName } from "./door.ts";
import type { Timings } from "./measure-in-turn.ts";
import { quantile, type Spread, spreadOf } from "./statistics.ts";

/** Milliseconds; each figure is one of a round, spread over the rounds. */
export interface DoorFigures {
  readonly door: DoorName;
  readonly label: string;
  readonly answers: number;
  readonly p50: Spread;
  readonly p99: Spread;
  /** The quantile through this door minus that of asking directly, in the same round. */
  readonly addedP50: Spread;
  readonly addedP99: Spread;
  /** Answer by answer against its neighbour asked directly; only where one stream ran at a time. */
  readonly addedPaired: Spread | null;
}

export interface FirstTokenFigures {
  readonly load: "in turn" | "open" | "at once";
  readonly streams: number;
  readonly doors: readonly DoorFigures[];
}

export function firstTokenFigures(
  { load, streams }: Pick<FirstTokenFigures, "load" | "streams">,
  doors: readonly Door[],
  rounds: readonly Timings[],
): FirstTokenFigures {
  const figuresOf = ({ name, label, judgedBy }: Door): DoorFigures => {
    const times = (round: Timings, door: DoorName) => (round.get(door) ?? []).map((timing) => timing[judgedBy]);
    const own = rounds.map((round) => times(round, name));
    const direct = rounds.map((round) => times(round, "direct"));
    const over = (figure: (own: readonly number[], direct: readonly number[]) => number) =>
      spreadOf(own.map((samples, i) => figure(samples, direct[i] ?? [])));
    const paired = own.flatMap((samples, i) => samples.map((ms, k) => ms - (direct[i]?.[k] ?? Number.NaN)));
    return {
      door: name,
      label,
      answers: own.flat().length,
      p50: over((a) => quantile(a, 0.5)),
      p99: over((a) => quantile(a, 0.99)),
      addedP50: over((a, b) => quantile(a, 0.5) - quantile(b, 0.5)),
      addedP99: over((a, b) => quantile(a, 0.99) - quantile(b, 0.99)),
      addedPaired: load === "in turn" ? spreadOf(paired) : null,
    };
  };
  return { load, streams, doors: doors.map(figuresOf) };
}
