/** Schemas for values that arrive as text in a query. */
import { z } from "zod";
import { limits } from "#contract/limits.ts";

export const numberInQuery = (schema: z.ZodNumber) =>
  z
    .string()
    .transform((text) => (text.trim() === "" ? Number.NaN : Number(text)))
    .pipe(schema);

export const booleanInQuery = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

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
