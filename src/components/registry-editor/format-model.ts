/** Sizes of models as people read them. */
import type { OfferedModel } from "#contract/models.ts";

const gigabyte = 1e9;

export function formatBytes(bytes: number): string {
  if (bytes >= gigabyte) return `${(bytes / gigabyte).toFixed(1)} GB`;
  return `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;
}

/** What is known of a model; what is not is left out. */
export function modelWords({ size_bytes, context_window, loaded }: OfferedModel): string {
  const known = [
    size_bytes === null ? null : formatBytes(size_bytes),
    context_window === null ? null : `${context_window.toLocaleString("en")} tokens`,
    loaded === null ? null : loaded ? "loaded" : "not loaded",
  ];
  return known.filter(Boolean).join(" · ");
}
