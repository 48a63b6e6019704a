"use client";
import { useEffect, useRef } from "react";

/** Pixels from the end that still count as reading along. */
const nearPx = 32;

/**
 * Keeps a scrolling box at its end while its content grows, unless the reader has scrolled up; going
 * back to the end takes it up again. Put the refs on the box and on the one element inside it.
 *
 * @param what an id of what is shown; another one begins anew
 * @param growing whether it grows as the reader first sees it: only then does the box start at its end
 */
export function useStickToBottom<B extends HTMLElement, C extends HTMLElement>(what: string, growing: boolean) {
  const box = useRef<B>(null);
  const content = useRef<C>(null);
  const growingNow = useRef(growing);
  growingNow.current = growing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` is the reason to begin anew.
  useEffect(() => {
    const scroller = box.current;
    if (!scroller || !content.current) return;
    let stuck = growingNow.current;
    const onScroll = () => {
      stuck = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    };
    const observer = new ResizeObserver(() => {
      if (stuck) scroller.scrollTop = scroller.scrollHeight;
    });
    scroller.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(content.current);
    return () => {
      scroller.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [what]);
  return { box, content };
}
