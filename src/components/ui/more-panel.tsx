"use client";
import { type ReactNode, type ToggleEvent, useId, useRef } from "react";
import { Icon } from "./icon.tsx";

/** Pixels a panel is given below its button before it goes above instead. */
const roomPx = 220;

/** A "…" button that opens a panel of further actions. Esc, a click elsewhere, scrolling or an action close it. */
export function MorePanel({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = () => panel.current?.hidePopover();
  const place = ({ newState }: ToggleEvent<HTMLDivElement>) => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    if (newState === "closed") return removeEventListener("scroll", close, true);
    addEventListener("scroll", close, { capture: true, once: true });
    const { clientWidth, clientHeight } = document.documentElement;
    const above = clientHeight - at.bottom < roomPx;
    Object.assign(panel.current.style, {
      inset: "auto",
      right: `${clientWidth - at.right}px`,
      ...(above ? { bottom: `${clientHeight - at.top + 4}px` } : { top: `${at.bottom + 4}px` }),
    });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        title={label}
        className="grid size-8 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <Icon name="more" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whichever action was clicked, the panel has served. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key on an action arrives as its click. */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        onBeforeToggle={place}
        onClick={close}
        className="fixed min-w-44 flex-col rounded-lg border border-line bg-surface p-1 text-ink shadow-lg open:flex"
      >
        {children}
      </div>
    </>
  );
}
