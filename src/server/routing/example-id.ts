/** An example's id: short, and the same wherever the example is. */
import { createHash } from "node:crypto";
import type { Example } from "./read-examples.ts";

export const exampleId = ({ capability, text }: Example): string =>
  createHash("sha256").update(`${capability}\n${text}`).digest("hex").slice(0, 16);
