import type { RunEvent } from "#contract/run-events.ts";

/** The answer as one old client has it: those know no snapshot, so one is turned into the part they miss. */
export class TextSoFar {
  all = "";

  /** What is new in this event. */
  take(event: Extract<RunEvent, { type: "content" | "snapshot" }>): string {
    const fresh = event.type === "content" ? event.data : event.content.slice(this.all.length);
    this.all += fresh;
    return fresh;
  }

  /** The old protocol wants a running count, and a provider counts only at the end: four characters a token. */
  get estimatedTokens(): number {
    return Math.ceil(this.all.length / 4);
  }
}
