"use client";
import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { Specialist, SpecialistFields } from "#contract/specialist.ts";

const writing = ["registry", "write"] as const;

/** What the registry shows is read again. */
function useRereadRegistry(): () => void {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: queryKeys.specialists }), [client]);
}

/** Whether this page is writing to the registry: what arrives meanwhile may be its own doing. */
export const useIsWriting = (): boolean => useIsMutating({ mutationKey: writing }) > 0;

/** Creates the entry, or replaces the version that was read. */
export function useSave() {
  const reread = useRereadRegistry();
  return useMutation({
    mutationKey: writing,
    mutationFn: ({ fields, base }: { fields: SpecialistFields; base: Specialist | null }): Promise<Specialist> =>
      base
        ? hub.specialists.replace.mutate({ ...fields, id: base.id, version: base.version })
        : hub.specialists.create.mutate(fields),
    // A refusal says that what is shown is old.
    onSettled: reread,
  });
}

/** Makes an entry what it was at a version, also one that was deleted. */
export function useRestore() {
  const reread = useRereadRegistry();
  return useMutation({
    mutationKey: writing,
    mutationFn: (change: { id: string; version: number; if_version?: number }): Promise<Specialist> =>
      hub.specialists.restore.mutate(change),
    onSettled: reread,
  });
}
