/** Every bound a caller can meet, in one place, because the documents quote them. */
export const limits = {
  /** Bytes of a request body; one more is a 413. */
  bodyBytes: 1024 * 1024,
  /** Bytes (UTF-8) of one message; one more is a 400. */
  messageBytes: 512 * 1024,
  /** Lanes of one broadcast. */
  lanes: 32,
  /** Runs one subscription may watch. */
  watchedRuns: 128,
  /** Runs waiting for one provider, beyond which the answer is QUEUE_FULL. */
  queuedRuns: 256,
  /** Characters one answer may have; a longer one ends with an error and keeps what came. */
  answerChars: 4 * 1024 * 1024,
  /** Events the log of a live run keeps; a reader further behind gets a snapshot. */
  logEvents: 1024,
  /** Hints of a pipeline context, and the characters of each. */
  memoryHints: 64,
  memoryHintChars: 4096,
  /** Rows of one page of a list. */
  pageRows: 200,
} as const;
