import { expect } from "vitest";
import { isFinalEvent, type RunEvent, runEvent } from "#contract/run-events.ts";
import { readSse } from "#e2e/hub/read-sse.ts";

export interface RunStream {
  readonly runId: string;
  readonly events: RunEvent[];
  readonly last: RunEvent;
  /** All content, joined. */
  readonly text: string;
}

/**
 * Reads a run's stream to its end and holds it to the contract: each event exactly of its schema and
 * nothing more, numbered from `after + 1` without a gap, no named events, one `done` or `error`, last.
 */
export async function readRunStream(response: Response, after = 0): Promise<RunStream> {
  const events: RunEvent[] = [];
  const runId = response.headers.get("x-run-id") ?? "";
  for await (const { id, event: name, data } of readSse(response.body)) {
    expect(name).toBeNull();
    expect(data).not.toContain("\n");
    const event = runEvent.parse(JSON.parse(data));
    expect(event).toEqual(JSON.parse(data));
    events.push(event);
    expect(id).toBe(`${runId}:${after + events.length}`);
    expect(event.run_id).toBe(runId);
  }
  expect(events.map(isFinalEvent)).toEqual(events.map((_, i) => i === events.length - 1));
  const text = events.map((event) => (event.type === "content" ? event.data : "")).join("");
  return { runId, events, last: events.at(-1) as RunEvent, text };
}
