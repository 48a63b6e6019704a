import type { IncomingMessage } from "node:http";
import { AppError } from "#server/kernel/app-error.ts";

/** A form of another site's page cannot send this type. @throws AppError UNSUPPORTED_MEDIA_TYPE */
export function requireJsonType(req: IncomingMessage): void {
  const type = req.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/json") return;
  throw new AppError("UNSUPPORTED_MEDIA_TYPE", "Send the body as JSON, with Content-Type: application/json.");
}
