import type { BroadcastView } from "#contract/broadcast.ts";

type LaneView = BroadcastView["lanes"][number];

/** Each lane with its number among those of the same specialist; null for one that is alone. */
export function numberLanes(lanes: readonly LaneView[]): { lane: LaneView; number: number | null }[] {
  return lanes.map((lane) => {
    const same = lanes.filter((other) => other.specialist_id === lane.specialist_id);
    return { lane, number: same.length > 1 ? same.indexOf(lane) + 1 : null };
  });
}
