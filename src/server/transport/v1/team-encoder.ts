/** The events of several lanes as the original's team stream. */
import type { LoggedEvent, RunEvent } from "#contract/run-events.ts";
import { TextSoFar } from "./text-so-far.ts";

export interface V1Lane {
  readonly specialistId: string;
  readonly name: string;
}

/** @param elapsed milliseconds since the request */
export function createTeamEncoder(lanes: readonly V1Lane[], elapsed: () => number) {
  const texts = lanes.map(() => new TextSoFar());
  let completed = 0;
  const frame = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
  const encode = (index: number, event: RunEvent): object | null => {
    const { specialistId: specialist_id, name: specialist_name } = lanes[index] as V1Lane;
    const chunk = { type: "team_chunk", specialist_id, specialist_name };
    switch (event.type) {
      case "content":
      case "snapshot": {
        const content = texts[index]?.take(event) ?? "";
        return content === "" ? null : { ...chunk, content, is_final: false };
      }
      case "done":
        completed += 1;
        return { ...chunk, content: "", is_final: true };
      case "error":
        return { type: "specialist_error", specialist_id, error: event.error.message };
      default:
        return null;
    }
  };
  return {
    /** A frame, or "" for events the original did not have. */
    lane(index: number, { event }: LoggedEvent): string {
      const data = encode(index, event);
      return data ? frame(data) : "";
    },
    /** The last frame. */
    complete: (): string =>
      frame({
        type: "team_complete",
        summary: { total_ais: lanes.length, completed_streams: completed, total_time: Math.round(elapsed()) / 1000 },
      }),
  };
}
