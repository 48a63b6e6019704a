"use client";
import { useCallback, useRef, useState } from "react";

/** Pixels from the end of the page that still count as reading along. */
const nearPx = 80;

const toEnd = (): void => {
  const page = document.documentElement;
  page.scrollTop = page.scrollHeight;
};

/**
 * The page starts at its end and stays there as it grows, unless the reader has scrolled up. `content`
 * is the ref for what grows; `away` tells that the reader has scrolled up, and `follow` takes them back.
 */
export function useFollowPage() {
  const [away, setAway] = useState(false);
  const stuck = useRef(true);
  const follow = useCallback(() => {
    stuck.current = true;
    setAway(false);
    toEnd();
  }, []);
  const content = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const page = document.documentElement;
    let lastTop = 0;
    let lastHeight = 0;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = page;
      const near = scrollHeight - scrollTop - clientHeight < nearPx;
      // Messages that turn out shorter move the page up too, but then its height is another.
      if (scrollTop < lastTop && scrollHeight === lastHeight) stuck.current = false;
      else if (scrollTop >= lastTop && near) stuck.current = true;
      lastTop = scrollTop;
      lastHeight = scrollHeight;
      setAway(!stuck.current && !near);
    };
    // Said at once: text that grows in the same moment would take the reader back.
    const onWheel = ({ deltaY }: WheelEvent) => {
      if (deltaY < 0 && page.scrollTop > 0) stuck.current = false;
    };
    const observer = new ResizeObserver(() => {
      if (stuck.current) toEnd();
    });
    toEnd();
    document.addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("wheel", onWheel, { passive: true });
    observer.observe(element);
    return () => {
      document.removeEventListener("scroll", onScroll);
      document.removeEventListener("wheel", onWheel);
      observer.disconnect();
    };
  }, []);
  return { content, away, follow };
}
