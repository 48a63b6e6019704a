"use client";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { MorePanel } from "#components/ui/more-panel.tsx";
import type { SessionView } from "#contract/session.ts";
import { ExportLinks } from "./export-links.tsx";

interface SessionActionsProps {
  session: SessionView;
  onRename: () => void;
  onDelete: () => void;
}

/** What can be done to a session from the list. One that has expired is not changed, unless it is brought back first. */
export function SessionActions({ session, onRename, onDelete }: SessionActionsProps) {
  return (
    <MorePanel label={`Actions on “${session.title ?? session.id}”`}>
      {session.status === "active" && <Action icon="pencil" words="Rename" onClick={onRename} />}
      <ExportLinks id={session.id} />
      <Action icon="trash" words="Delete" onClick={onDelete} />
    </MorePanel>
  );
}

function Action({ icon, words, onClick }: { icon: IconName; words: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon name={icon} />
      {words}
    </button>
  );
}
