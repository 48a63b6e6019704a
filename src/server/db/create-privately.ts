/**
 * Makes a file that only this user can read, when there is none.
 *
 * An existing file is not touched: to open and close it would drop every lock this process has on it.
 */
import { closeSync, openSync } from "node:fs";

/** Creates an empty file with mode 0600; SQLite gives the files it puts beside it the same mode. */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
