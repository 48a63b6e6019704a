/** The cached reads, by name, so that what a mutation makes stale can be said in one word. */
export const queryKeys = {
  status: ["hub", "status"],
  specialists: ["specialists"],
  broadcasts: ["team", "recent"],
  sessions: ["chat", "recent"],
  session: (id: string) => ["chat", "session", id],
  run: (id: string) => ["run", id],
} as const;
