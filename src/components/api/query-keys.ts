/** The cached reads, by name, so that what a mutation makes stale can be said in one word. */
export const queryKeys = {
  status: ["hub", "status"],
  /** The list; and the beginning of all that is read of single entries, so that it is stale with them. */
  specialists: ["specialists"],
  specialist: (id: string) => ["specialists", "one", id],
  specialistVersions: (id: string) => ["specialists", "versions", id],
  deletedSpecialists: ["specialists", "deleted"],
  models: ["models"],
  pulls: ["models", "pulls"],
  orchestration: ["orchestration"],
  orchestrationVersions: ["orchestration", "versions"],
  routerState: ["routing", "state"],
  routerExamples: ["routing", "examples"],
  broadcasts: ["team", "recent"],
  /** Every list of sessions, whatever it is narrowed to. */
  sessions: ["sessions", "list"],
  sessionList: (narrowedTo: object) => ["sessions", "list", narrowedTo],
  session: (id: string) => ["sessions", "one", id],
  run: (id: string) => ["run", id],
} as const;
