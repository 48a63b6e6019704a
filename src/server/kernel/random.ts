import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Cryptographically strong bytes, from a pool: asking the system for a few at a time costs a call each. */
export function strongBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  // What has been given out is not kept.
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
