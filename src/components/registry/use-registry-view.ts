"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type RegistryView, readView, writeView } from "./registry-view.ts";

/** What the list shows, kept in the address, so that a reload, a bookmark and the back button find it. */
export function useRegistryView() {
  const path = usePathname();
  const params = useSearchParams();
  const view = useMemo(() => readView(new URLSearchParams(params)), [params]);
  const change = useCallback(
    (changes: Partial<RegistryView>) => {
      const next = writeView({ ...readView(new URLSearchParams(location.search)), ...changes });
      history.replaceState(null, "", next.size > 0 ? `${path}?${next}` : path);
    },
    [path],
  );
  return { view, change };
}
