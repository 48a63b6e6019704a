/**
 * Tells clients what has changed, so that they read it again. Nothing is queued for a reader but which
 * things changed since it last looked: one that lags holds no more than that.
 */
import type { HubChange } from "#contract/hub-changes.ts";
import { Wakeup } from "#server/kernel/wakeup.ts";

/** A reader with more than this many named changes to come is told once that everything of the kind changed. */
const mostNamed = 100;

interface Reader {
  pending: Map<string, HubChange>;
  readonly wakeup: Wakeup;
}

export class HubChanges {
  readonly #readers = new Set<Reader>();
  readonly #closed = new AbortController();

  publish(change: HubChange): void {
    for (const { pending, wakeup } of this.#readers) {
      const ofKind = [...pending.values()].filter(({ what }) => what === change.what);
      if (ofKind.length >= mostNamed || ofKind.some(({ id }) => id === undefined)) {
        for (const one of ofKind) pending.delete(keyOf(one));
        pending.set(change.what, { what: change.what });
      } else pending.set(keyOf(change), change);
      wakeup.wake();
    }
  }

  /** An empty batch when it watches, then what changes from there on, each once; ends when the signal fires. */
  async *watch(until: AbortSignal): AsyncGenerator<readonly HubChange[]> {
    const signal = AbortSignal.any([until, this.#closed.signal]);
    const reader: Reader = { pending: new Map(), wakeup: new Wakeup() };
    this.#readers.add(reader);
    signal.addEventListener("abort", reader.wakeup.wake);
    try {
      yield [];
      while (!signal.aborted) {
        const changes = [...reader.pending.values()];
        reader.pending = new Map();
        if (changes.length > 0) yield changes;
        else await reader.wakeup.wait();
      }
    } finally {
      signal.removeEventListener("abort", reader.wakeup.wake);
      this.#readers.delete(reader);
    }
  }

  /** Ends every reader's stream: they would hold the hub up when it shuts down. */
  close(): void {
    this.#closed.abort();
  }

  /** Readers now registered; a leak check. */
  get readers(): number {
    return this.#readers.size;
  }
}

const keyOf = ({ what, id }: HubChange): string => (id === undefined ? what : `${what} ${id}`);
