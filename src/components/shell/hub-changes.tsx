"use client";
import { useHubChanges } from "#components/streaming/use-hub-changes.ts";

/** Draws nothing: every page below it hears what changes in the hub. */
export function HubChanges() {
  useHubChanges();
  return null;
}
