import { z } from "zod";

/** An id or a name from outside: short, one line, printable ASCII. */
export const idText = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x20-\x7e]+$/, "must be printable ASCII");
