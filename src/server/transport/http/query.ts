/** Schemas for values that arrive as text in a query. */
import { z } from "zod";
import { limits } from "#contract/limits.ts";

export const numberInQuery = (schema: z.ZodNumber) =>
  z
    .string()
    .transform((text) => (text.trim() === "" ? Number.NaN : Number(text)))
    .pipe(schema);

const yes = ["true", "1", "yes", "on"];

/** As the original's framework read it: Python clients write `True`. */
export const booleanInQuery = z
  .string()
  .toLowerCase()
  .pipe(z.enum([...yes, "false", "0", "no", "off"], "must be true or false"))
  .transform((text) => yes.includes(text));

export const jsonInQuery = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, ctx) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        ctx.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

export const pageSize = numberInQuery(z.number().int().min(1).max(limits.pageRows));
