"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";

/** What an admin may do to an entry from the list. Each tells whether it is done; when not, a notice has said why. */
export interface RegistryActions {
  setEnabled(entry: SpecialistEntry, enabled: boolean): Promise<boolean>;
  /** Offers to undo it, in a notice that stays while the reader goes to another page. */
  remove(entry: SpecialistEntry): Promise<boolean>;
}

/** The same object for as long as the page is open, so that rows need not be drawn again. */
export function useRegistryActions(): RegistryActions {
  const client = useQueryClient();
  const say = usePassingNotice();
  return useMemo(() => {
    const reread = () => client.invalidateQueries({ queryKey: queryKeys.specialists });
    /** A change that was refused may have been made against what is not so any more. */
    const attempt = async (work: Promise<unknown>, refused: string): Promise<boolean> => {
      try {
        await work;
        return true;
      } catch (error) {
        say({ tone: "danger", words: `${refused} ${failureOf(error).message}` });
        return false;
      } finally {
        void reread();
      }
    };
    return {
      setEnabled: ({ id, name }, enabled) =>
        attempt(
          hub.specialists.setEnabled.mutate({ id, enabled }),
          `“${name}” is not ${enabled ? "enabled" : "disabled"}.`,
        ),
      remove: async ({ id, name, version }) => {
        const removing = hub.specialists.remove.mutate({ id, version }).then(() => {
          client.setQueryData<SpecialistEntry[]>(queryKeys.specialists, (list) => list?.filter((one) => one.id !== id));
        });
        if (!(await attempt(removing, `“${name}” is not deleted.`))) return false;
        const undo = () => hub.specialists.restore.mutate({ id, version }).then(reread);
        say({ words: `Deleted “${name}”.`, undo });
        return true;
      },
    };
  }, [client, say]);
}
