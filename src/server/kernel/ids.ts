/** Ids that sort by the time they were made: `run_01h…`, 10 characters of time and 16 of chance. */
import { strongBytes } from "./random.ts";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

export type IdPrefix = "run" | "req" | "sess" | "msg" | "team" | "tok" | "bulk" | "room";

export function newId(prefix: IdPrefix, now = Date.now()): string {
  let time = "";
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  let chance = "";
  for (const byte of strongBytes(16)) chance += alphabet[byte & 31];
  return `${prefix}_${time}${chance}`;
}
