/**
 * The one gate in front of a SQLite connection.
 *
 * Owns who may speak to the connection now. Everything in SQLite is per connection, so a statement
 * that slips between BEGIN and COMMIT of somebody else joins that transaction and dies with it.
 * Invariant: at most one holder, served in order of arrival.
 */
export class SqliteGate {
  #held = false;
  readonly #waiting: Array<() => void> = [];

  get held(): boolean {
    return this.#held;
  }

  /** Resolves when the caller holds the gate. Whoever acquires must `release` exactly once. */
  acquire(): Promise<void> {
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the gate to the next in line, without letting anyone in between. */
  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#held = false;
  }
}
