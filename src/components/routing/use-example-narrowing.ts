"use client";
import { usePathname, useSearchParams } from "next/navigation";

export type OriginChoice = "" | "shipped" | "added" | "removed";

/** What the examples are narrowed to; an empty string narrows nothing. */
export interface ExampleNarrowing {
  readonly q: string;
  readonly capability: string;
  readonly origin: OriginChoice;
}

const isOrigin = (value: string | null): value is Exclude<OriginChoice, ""> =>
  value === "shipped" || value === "added" || value === "removed";

/** What the examples are narrowed to, kept in the address. */
export function useExampleNarrowing() {
  const path = usePathname();
  const params = useSearchParams();
  const origin = params.get("origin");
  const narrowing: ExampleNarrowing = {
    q: params.get("q") ?? "",
    capability: params.get("capability") ?? "",
    origin: isOrigin(origin) ? origin : "",
  };
  const narrow = (change: Partial<ExampleNarrowing>) => {
    const next = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(change)) {
      if (value === "") next.delete(key);
      else next.set(key, value);
    }
    history.replaceState(null, "", next.size > 0 ? `${path}?${next}` : path);
  };
  return { narrowing, narrow };
}
