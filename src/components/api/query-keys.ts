/** The cached reads, by name, so that what a mutation makes stale can be said in one word. */
export const queryKeys = {
  status: ["hub", "status"],
  specialists: ["specialists"],
  broadcasts: ["team", "recent"],
  /** Every list of sessions, whatever it is narrowed to. */
  sessions: ["sessions", "list"],
  sessionList: (narrowedTo: object) => ["sessions", "list", narrowedTo],
  session: (id: string) => ["sessions", "one", id],
  run: (id: string) => ["run", id],
} as const;
