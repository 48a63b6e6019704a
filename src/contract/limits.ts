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
  /** Message pairs a context window may be set to. */
  contextWindow: 1_000_000,
  /** Seconds a session may live unused: ten years. */
  ttlSeconds: 315_360_000,
  /** Seconds a session lives unused that was begun by talking: in the browser, or by the original's `context_id`. */
  talkTtlSeconds: 2_592_000,
  titleChars: 200,
  /** Characters of a session's metadata, as JSON. */
  metadataChars: 16_384,
  /** Messages that may wait for their turn in one session. */
  waitingMessages: 32,
  /** Characters of what is searched for. */
  searchChars: 200,
  /** Bytes of an imported document; one more is a 413. */
  importBytes: 8 * 1024 * 1024,
  /** Entries of an imported registry. */
  importedSpecialists: 5_000,
  /** Rows of one page of a list. */
  pageRows: 200,
} as const;
