"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

/** How a page's state stands in its address; `read` takes anything it cannot mean as if it were not there. */
export interface AddressForm<T> {
  readonly read: (params: URLSearchParams) => T;
  readonly write: (state: T) => URLSearchParams;
}

/**
 * What a page shows, kept in the address, so that a reload, a bookmark and the back button find it. The state is
 * the same object while the address is the same; `form` must not change.
 */
export function useAddressState<T extends object>(form: AddressForm<T>) {
  const path = usePathname();
  const params = useSearchParams();
  const state = useMemo(() => form.read(new URLSearchParams(params)), [form, params]);
  const change = useCallback(
    (changes: Partial<T>) => {
      const next = form.write({ ...form.read(new URLSearchParams(location.search)), ...changes });
      history.replaceState(null, "", next.size > 0 ? `${path}?${next}` : path);
    },
    [form, path],
  );
  return { state, change };
}

/** A record of words as an address has it: what is empty is left out. */
export const wordsInAddress = (words: Readonly<Record<string, string>>): URLSearchParams =>
  new URLSearchParams(Object.entries(words).filter(([, value]) => value !== ""));
