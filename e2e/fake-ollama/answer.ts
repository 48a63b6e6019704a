/** Everything a fake server will write, and when. */
export interface Frame {
  /** Milliseconds after the request came. */
  readonly atMs: number;
  readonly data: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** Written frame by frame; else the one frame is the whole body. */
  readonly streamed: boolean;
  readonly frames: readonly Frame[];
  readonly ending: "end" | "reset" | "stall";
  /** Each frame is to reach the wire on its own. */
  readonly apart: boolean;
}
