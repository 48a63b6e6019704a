"use client";
import { useCallback } from "react";

/** Pixels from the end of the page that still count as reading along. */
const nearPx = 80;

/** A ref for the page's content: the page starts at its end and stays there as it grows, unless the reader has scrolled up. */
export function useFollowPage() {
  return useCallback((content: HTMLElement | null) => {
    if (!content) return;
    const page = document.documentElement;
    let stuck = true;
    let lastTop = page.scrollTop;
    const onScroll = () => {
      const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < nearPx;
      // Only the reader scrolls up; growing content moves the end away without that.
      stuck = atEnd || (stuck && page.scrollTop >= lastTop);
      lastTop = page.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (stuck) page.scrollTop = page.scrollHeight;
    });
    document.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(content);
    return () => {
      document.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, []);
}
