/** A request a fake server saw. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  /** Epoch ms. */
  readonly receivedAt: number;
  /** The other side closed its socket before the answer had ended. */
  aborted: boolean;
  /** Epoch ms; null while the answer is going on. */
  endedAt: number | null;
}
