"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useLeaveWarning } from "#components/ui/use-leave-warning.ts";
import type { Orchestration, OrchestrationView } from "#contract/orchestration.ts";
import { checkDraft } from "./check-draft.ts";
import { draftOf, type OrchestrationDraft, sameSettings } from "./orchestration-draft.ts";
import { refusedPatterns } from "./refused-patterns.ts";

const none: ReadonlyMap<string, string> = new Map();

/**
 * The settings as they are being edited, beside those in force.
 *
 * A draft that was not touched follows what is in force; one that was is kept, and `overtaken` tells that
 * somebody has saved meanwhile: the reader then takes theirs, or saves over it.
 */
export function useSettingsDraft(inForce: OrchestrationView) {
  const client = useQueryClient();
  /** What the draft was made of. */
  const [base, setBase] = useState(inForce);
  const [draft, setDraft] = useState(() => draftOf(inForce));
  const dirty = useMemo(() => !sameSettings(draft, draftOf(base)), [draft, base]);
  const { mutate, isPending, error, variables, reset } = useMutation({
    mutationFn: (written: Orchestration & { version: number }) => hub.orchestration.replace.mutate(written),
    onSuccess: (view) => {
      client.setQueryData(queryKeys.orchestration, view);
      setBase(view);
      return client.invalidateQueries({ queryKey: queryKeys.orchestrationVersions });
    },
    onError: (failure) => {
      if (isConflict(failure)) void client.invalidateQueries({ queryKey: queryKeys.orchestration });
    },
  });

  const begin = () => {
    setBase(inForce);
    setDraft(draftOf(inForce));
  };
  const outdated = base.version !== inForce.version && !isPending;
  if (outdated && !dirty) begin();

  const refused = useMemo(() => (error && variables ? refusedPatterns(error, variables) : none), [error, variables]);
  const { settings, problems } = useMemo(() => checkDraft(draft), [draft]);
  const shown = useMemo(() => {
    const all = new Map(problems);
    for (const [i, { pattern }] of draft.rules.entries()) {
      const words = refused.get(pattern);
      if (words) all.set(`routing_rules.${i}.pattern`, words);
    }
    return all;
  }, [problems, refused, draft.rules]);

  useLeaveWarning(dirty ? "Leave without saving? What you have changed in the settings would be lost." : null);
  return {
    draft,
    base,
    change: useCallback((part: Partial<OrchestrationDraft>) => setDraft((before) => ({ ...before, ...part })), []),
    dirty,
    overtaken: outdated && dirty,
    problems: shown,
    /** Saves the draft over the version it was made of, or over the one in force. */
    save: (over: "base" | "in-force") => {
      if (settings) mutate({ ...settings, version: (over === "base" ? base : inForce).version });
    },
    saving: isPending,
    /** Why the last saving failed; that somebody else has saved is told by `overtaken`. */
    error: outdated && isConflict(error) ? null : error,
    /** Drops the draft for what is in force. */
    discard: () => {
      begin();
      reset();
    },
  };
}

const isConflict = (error: unknown): boolean => failureOf(error).code === "CONFLICT";
