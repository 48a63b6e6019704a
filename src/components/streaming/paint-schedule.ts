/** Milliseconds between two flushes: about 25 a second. */
const restMs = 40;
/** As far as the pace slows down on a page that is slow to draw. */
const longestRestMs = 250;

/**
 * Flushes with the next frame, then rests, and longer the longer drawing takes, so that the reader's
 * own input always finds room. A hidden page has no frames and is flushed by a timer.
 */
export function paintSchedule(): (flush: () => void) => void {
  let resting = false;
  let waiting: (() => void) | null = null;
  let rest = restMs;

  const paint = (flush: () => void) => {
    resting = true;
    const run = () => {
      const began = performance.now();
      flush();
      setTimeout(() => {
        // Drawing keeps the timer from firing on time: what it is late by is what drawing took.
        const late = performance.now() - began - rest;
        rest = Math.min(longestRestMs, restMs + Math.max(0, late));
        resting = false;
        const next = waiting;
        waiting = null;
        if (next) paint(next);
      }, rest);
    };
    if (document.visibilityState === "hidden") setTimeout(run, restMs);
    else requestAnimationFrame(run);
  };

  return (flush) => {
    if (resting) waiting = flush;
    else paint(flush);
  };
}
