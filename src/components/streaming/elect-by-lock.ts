import type { Elect } from "./stream-ports.ts";

/** Leadership as a Web Lock: the browser hands it on when the tab that holds it goes away, however it goes. */
export const electByLock =
  (locks: LockManager, name: string): Elect =>
  (lead) => {
    const abort = new AbortController();
    let release = () => {};
    const held = () =>
      new Promise<void>((resolve) => {
        release = resolve;
        if (abort.signal.aborted) resolve();
        else lead();
      });
    locks.request(name, { signal: abort.signal }, held).catch(() => undefined); // Aborted while waiting: resigned.
    return () => {
      abort.abort();
      release();
    };
  };
