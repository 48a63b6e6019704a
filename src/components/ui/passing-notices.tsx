"use client";
import { useMutation } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { isUndoKey, useHotkey } from "./use-hotkey.ts";

const shownMs = 8_000;

export interface PassingNotice {
  readonly words: string;
  readonly tone?: "plain" | "danger";
  /** Takes back what the words say; offers an Undo button. */
  readonly undo?: () => Promise<unknown>;
}

interface Entry extends PassingNotice {
  readonly key: number;
}

const NoticesContext = createContext<(notice: PassingNotice) => void>(() => {});

/** Says something for eight seconds at the foot of the window, over every page the reader goes to meanwhile. */
export const usePassingNotice = () => useContext(NoticesContext);

let lastKey = 0;

/** Everything below may say a passing notice. */
export function PassingNotices({ children }: { children: ReactNode }) {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const say = useCallback((notice: PassingNotice) => {
    lastKey += 1;
    const entry = { ...notice, key: lastKey };
    setEntries((before) => [...before, entry]);
  }, []);
  const drop = (key: number) => setEntries((before) => before.filter((one) => one.key !== key));
  const replace = (entry: Entry) => setEntries((before) => before.map((one) => (one.key === entry.key ? entry : one)));
  const undoable = entries.findLast(({ undo }) => undo !== undefined);
  return (
    <NoticesContext value={say}>
      {children}
      {/* There from the start and empty: a screen reader only reads out what is added to it later. */}
      <div
        role="status"
        aria-label="Notices"
        className="pointer-events-none fixed inset-x-0 bottom-0 z-30 flex flex-col items-center gap-2 p-3 sm:items-start sm:p-5"
      >
        {entries.map((entry) => (
          <NoticeCard
            key={entry.key}
            notice={entry}
            takesKey={entry === undoable}
            onUndone={() => replace({ key: entry.key, words: "Undone." })}
            onClose={() => drop(entry.key)}
          />
        ))}
      </div>
    </NoticesContext>
  );
}

interface NoticeCardProps {
  notice: PassingNotice;
  /** Whether Ctrl+Z means this one. */
  takesKey: boolean;
  onUndone: () => void;
  onClose: () => void;
}

function NoticeCard({ notice, takesKey, onUndone, onClose }: NoticeCardProps) {
  const { words, undo } = notice;
  const [held, setHeld] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => undo?.(),
    onSuccess: onUndone,
    // The button that had the focus goes without saying so.
    onSettled: () => setHeld(false),
  });
  const waits = !held && !isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words or a failure start the time afresh; `onClose` is new each time.
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [waits, words, error]);
  useHotkey(
    (event) => takesKey && !isPending && isUndoKey(event),
    () => mutate(),
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pointer and the focus only stop the clock.
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-full max-w-md items-center gap-2 rounded-lg bg-ink py-1.5 pr-1.5 pl-3 text-sm text-canvas shadow-lg"
    >
      {(notice.tone === "danger" || error) && <Icon name="warning" />}
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {words}
        {error && ` It was not undone: ${failureOf(error).message}`}
      </p>
      {undo && (
        <Button size="small" disabled={isPending} onClick={() => mutate()} title="Ctrl+Z">
          {isPending ? "Undoing…" : "Undo"}
        </Button>
      )}
      <button
        type="button"
        aria-label="Close this notice"
        onClick={onClose}
        className="grid size-7 shrink-0 place-items-center rounded-md opacity-70 hover:opacity-100"
      >
        <Icon name="close" className="size-3.5" />
      </button>
    </div>
  );
}
