import { z } from "zod";
import { limits } from "./limits.ts";

const encoder = new TextEncoder();

/** Text a person or a program sends: not blank, at most `limits.messageBytes` of UTF-8. */
export const messageText = z
  .string()
  .refine((text) => text.trim().length > 0, "must not be empty")
  .refine(
    (text) => text.length * 3 <= limits.messageBytes || encoder.encode(text).length <= limits.messageBytes,
    `must be at most ${limits.messageBytes} bytes of UTF-8`,
  );
