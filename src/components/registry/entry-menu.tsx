"use client";
import Link from "next/link";
import { useRef } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import { MorePanel } from "#components/ui/more-panel.tsx";
import type { RegistryActions } from "./use-registry-actions.ts";

const item =
  "flex h-8 items-center gap-2 rounded-md px-2 text-sm whitespace-nowrap text-muted hover:bg-sunken hover:text-ink";

/** What an admin can do to an entry from the list. */
export function EntryMenu({ entry, actions }: { entry: SpecialistEntry; actions: RegistryActions }) {
  const { id, name, enabled } = entry;
  const place = useRef<HTMLSpanElement>(null);
  const remove = async () => {
    const row = place.current?.closest("tr");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    if (await actions.remove(entry)) (beside?.querySelector("a") ?? document.getElementById("main"))?.focus();
  };
  return (
    <span ref={place}>
      <MorePanel label={`Actions on ${name}`}>
        <Way to={`/registry/${encodeURIComponent(id)}`} icon="pencil" words="Edit" />
        <Way to={`/registry/new?from=${encodeURIComponent(id)}`} icon="copy" words="Duplicate" />
        <Action
          icon={enabled ? "minus" : "check"}
          words={enabled ? "Disable" : "Enable"}
          onClick={() => void actions.setEnabled(entry, !enabled)}
        />
        <Action icon="trash" words="Delete" onClick={() => void remove()} />
      </MorePanel>
    </span>
  );
}

function Way({ to, icon, words }: { to: string; icon: IconName; words: string }) {
  return (
    <Link href={to} prefetch={false} className={item}>
      <Icon name={icon} />
      {words}
    </Link>
  );
}

function Action({ icon, words, onClick }: { icon: IconName; words: string; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} className={item}>
      <Icon name={icon} />
      {words}
    </button>
  );
}
