"use client";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { mayLeave } from "#components/ui/leave-guard.ts";
import { type Option, OptionList, optionId } from "#components/ui/option-list.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { isFinderKey, useHotkey } from "#components/ui/use-hotkey.ts";
import { useOptions } from "#components/ui/use-options.ts";
import { pages } from "./pages.ts";

interface Target extends Option {
  readonly href: string;
  readonly words: string;
}

function useTargets(typed: string): Target[] {
  const { data = [] } = useSpecialists();
  const all: Target[] = [
    ...pages.map(({ href, title }) => ({ key: href, href, title, note: "page", words: title })),
    ...data.map(({ id, name, role }) => ({
      key: id,
      href: `/chat?with=${encodeURIComponent(id)}`,
      title: (
        <>
          <SpecialistMark id={id} />
          {name}
        </>
      ),
      note: role,
      words: `${name} ${role}`,
    })),
  ];
  const wanted = typed.trim().toLowerCase();
  return all.filter(({ words }) => words.toLowerCase().includes(wanted));
}

/** As many as a reader looks through; typing on finds the others. */
const shownTargets = 50;

/** Ctrl/Cmd+K: to any page or specialist by a few letters. */
export function Finder() {
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const found = useTargets(typed);
  const targets = found.slice(0, shownTargets);
  const open = () => {
    setTyped("");
    setActive(0);
    if (!dialog.current?.open) dialog.current?.showModal();
  };
  const go = ({ href }: Target) => {
    dialog.current?.close();
    if (mayLeave()) router.push(href);
  };
  const { active, setActive, onKey } = useOptions(targets, go);
  useHotkey(isFinderKey, open);
  return (
    <>
      <Button
        look="quiet"
        size="square"
        icon="search"
        label="Find a page or a specialist (Ctrl or Cmd+K)"
        onClick={open}
      />
      <dialog
        ref={dialog}
        aria-label="Find a page or a specialist"
        className="mx-auto mt-[12vh] w-[min(34rem,calc(100vw-1.5rem))] overflow-hidden rounded-lg border border-line bg-surface text-ink shadow-xl"
        // A click on the backdrop is one on the dialog itself.
        onClick={(event) => event.target === dialog.current && dialog.current.close()}
        onKeyDown={(event) => event.key === "Escape" && dialog.current?.close()}
      >
        <div className="flex items-center gap-2 border-b border-line px-3 text-muted">
          <Icon name="search" />
          <input
            autoFocus
            role="combobox"
            aria-label="Page or specialist"
            aria-expanded={targets.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={targets.length > 0 ? optionId(listId, active) : undefined}
            placeholder="Page or specialist"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKey}
            className="h-11 flex-1 bg-transparent text-ink outline-none"
          />
        </div>
        <OptionList
          id={listId}
          label="Pages and specialists"
          options={targets}
          active={active}
          onHover={setActive}
          onChoose={go}
          className="max-h-[50vh] overflow-y-auto py-1"
        />
        {found.length > shownTargets && (
          <p className="px-3 py-2 text-sm text-muted">
            {(found.length - shownTargets).toLocaleString("en")} more: type on to find them.
          </p>
        )}
        {targets.length === 0 && <p className="px-3 pb-3 text-sm text-muted">Nothing of that name.</p>}
      </dialog>
    </>
  );
}
