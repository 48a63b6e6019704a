/**
 * Gathers writes that come close together into one transaction, so that many small ones share its
 * cost. Alone, a write waits for nothing but the end of the current turn of the event loop.
 *
 * Invariant: each write succeeds or fails for itself. When a transaction fails, its writes are tried
 * one by one, so that one bad row costs only its owner.
 */
export class GroupCommit<T> {
  #waiting: { readonly item: T; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  #scheduled = false;

  /** @param write commits all of its items in one transaction, or none */
  constructor(private readonly write: (items: readonly T[]) => Promise<unknown>) {}

  /** Resolves once the item is committed. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After every socket that is ready now had its say, and not between two of them.
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      await this.write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const { item, resolve, reject } of batch) await this.write([item]).then(resolve, reject);
    }
    this.#scheduled = false;
    if (this.#waiting.length > 0) this.#schedule();
  }
}
