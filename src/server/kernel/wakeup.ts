/**
 * A one-bit mailbox: `wake` says "there may be something new", `wait` resolves at the next wake or at
 * once when one was missed. It carries no payload, so any number of wakes costs one look.
 */
export class Wakeup {
  #pending = false;
  #resolve: (() => void) | null = null;

  wake = (): void => {
    this.#pending = true;
    this.#resolve?.();
    this.#resolve = null;
  };

  /** One waiter at a time. */
  async wait(): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
    }
    this.#pending = false;
  }
}
