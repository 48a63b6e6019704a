"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { HealthWords } from "#components/registry/health-words.tsx";
import { useRegistryActions } from "#components/registry/use-registry-actions.ts";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { SpecialistView } from "#contract/registry.ts";
import { useEditorContent } from "./editor-context.ts";

const linkLook =
  "inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs font-medium text-muted hover:bg-sunken hover:text-ink";

interface EntryActionsProps {
  view: SpecialistView;
  unsaved: boolean;
  onRemoved: () => void;
}

/** How the saved entry stands, and what can be done with it as a whole. */
export function EntryActions({ view, unsaved, onRemoved }: EntryActionsProps) {
  const { readOnly } = useEditorContent();
  const router = useRouter();
  const { remove } = useRegistryActions();
  const { id, version, health, available } = view;
  const askAndRemove = async () => {
    if (unsaved && !confirm(`Delete ${id}? What you have changed here and not saved would be lost.`)) return;
    if (!(await remove(view))) return;
    onRemoved();
    router.push("/registry");
  };
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-1 text-sm">
      <div className="min-w-0 flex-[1_1_16rem] space-y-0.5">
        <HealthWords health={health} />
        <p className="text-xs text-muted">Version {version}</p>
      </div>
      <div className="-mx-2 flex flex-wrap items-center sm:mx-0">
        {available && (
          <Link href={`/chat?with=${encodeURIComponent(id)}`} className={linkLook}>
            <Icon name="send" />
            Talk to it
          </Link>
        )}
        {!readOnly && (
          <>
            <Link href={`/registry/new?from=${encodeURIComponent(id)}`} className={linkLook}>
              <Icon name="copy" />
              Duplicate
            </Link>
            <Button look="quiet" size="small" icon="trash" onClick={askAndRemove}>
              Delete
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
