/** Places in the list of sessions as text, for clients to hand back. */
import { AppError } from "#server/kernel/app-error.ts";
import type { ListPlace } from "./session-store.ts";

/** A place in the list; with a position, in the middle of a session that a search had begun to read. */
export interface SearchPlace extends ListPlace {
  /** Messages before this position are still to be read. */
  readonly position: number | null;
}

export const formatCursor = ({ lastActivityAt, id }: ListPlace, position: number | null = null): string =>
  [lastActivityAt.toISOString(), id, ...(position === null ? [] : [position])].join("/");

/** Throws BAD_REQUEST. */
export function parseCursor(cursor: string): SearchPlace {
  const [time = "", id = "", position] = cursor.split("/");
  const lastActivityAt = new Date(time);
  const at = position === undefined ? null : Number(position);
  if (Number.isNaN(lastActivityAt.getTime()) || id === "" || (at !== null && !Number.isInteger(at))) {
    const issues = [{ path: "cursor", message: "must be the next_cursor of a list" }];
    throw new AppError("BAD_REQUEST", "The request does not fit. cursor: must be the next_cursor of a list.", {
      issues,
    });
  }
  return { lastActivityAt, id, position: at };
}
