import type { Actor } from "./actor.ts";
import { AppError } from "./app-error.ts";

/** @throws AppError FORBIDDEN */
export function requireAdmin(actor: Actor): void {
  if (actor.role !== "admin") throw new AppError("FORBIDDEN", "This needs an admin's token.");
}
