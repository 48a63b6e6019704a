import { z } from "zod";
import { idText } from "#contract/id-text.ts";
import { limits } from "#contract/limits.ts";
import { listHistory } from "#server/sessions/list-history.ts";
import { procedure, router } from "./trpc.ts";

const historyInput = z.object({
  specialist: idText,
  q: z.string().max(limits.searchChars).optional(),
  limit: z.number().int().min(1).max(limits.pageRows).default(50),
  cursor: idText.optional(),
});

export const historyRouter = router({
  /** Newest first; the cursor is the last message's id. */
  list: procedure
    .input(historyInput)
    .query(({ ctx: { hub, actor }, input: { cursor, ...query }, signal }) =>
      listHistory(hub.sessions, actor, { ...query, before: cursor, signal }),
    ),
});
