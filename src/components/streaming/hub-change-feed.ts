/**
 * What has changed in the hub, heard once per browser: the leading tab holds the one subscription and
 * tells the others. Whoever hears of a change reads it again; the feed carries no content.
 *
 * A change is told at once, those that follow on its heels together: an import is one for each entry. A
 * connection that is new may have missed some, so it counts as a change of everything. One that fails is
 * opened again after growing, fully jittered pauses.
 */
import type { HubChange } from "#contract/hub-changes.ts";
import type { After, Elect } from "./stream-ports.ts";

export type Changeable = HubChange["what"];
const everything: readonly Changeable[] = ["registry", "orchestration", "routing", "models"];

/** After a change was told, how long further ones are gathered. */
const restMs = 50;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

export interface ChangeHandlers {
  /** From now on every change is heard. */
  onStart(): void;
  onChange(what: Changeable): void;
  /** The connection is gone and will not come back by itself. */
  onFail(): void;
}

export interface ChangePorts {
  readonly elect: Elect;
  /** Opens the subscription; the returned function closes it. Calls no handler before it returns. */
  readonly open: (handlers: ChangeHandlers) => () => void;
  readonly after: After;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Told in the leading tab alone. */
  readonly tell: (changed: readonly Changeable[]) => void;
}

export class HubChangeFeed {
  readonly #ports: ChangePorts;
  readonly #gathered = new Set<Changeable>();
  #resign: (() => void) | null = null;
  #leads = false;
  #disconnect: (() => void) | null = null;
  #cancelPause: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;
  /** Counts subscriptions, so that a closed one can no longer speak. */
  #generation = 0;
  #failures = 0;

  constructor(ports: ChangePorts) {
    this.#ports = ports;
  }

  /** Stands for leader. */
  open(): void {
    this.#resign ??= this.#ports.elect(() => {
      this.#leads = true;
      this.#connect();
    });
  }

  /** Leaves: another tab may lead. */
  close(): void {
    this.#leads = false;
    this.#hangUp();
    this.#cancelRest?.();
    this.#cancelRest = null;
    this.#gathered.clear();
    this.#resign?.();
    this.#resign = null;
  }

  /** Sits out no pause: the network is back, or someone looks. */
  retry(): void {
    if (this.#cancelPause) this.#connect();
  }

  #connect(): void {
    this.#hangUp();
    if (!this.#leads) return;
    const generation = this.#generation;
    const ifCurrent = (fn: () => void) => {
      if (generation === this.#generation) fn();
    };
    this.#disconnect = this.#ports.open({
      onStart: () =>
        ifCurrent(() => {
          this.#failures = 0;
          this.#gather(everything);
        }),
      onChange: (what) => ifCurrent(() => this.#gather([what])),
      onFail: () => ifCurrent(() => this.#pause()),
    });
  }

  #hangUp(): void {
    this.#generation += 1;
    this.#disconnect?.();
    this.#cancelPause?.();
    this.#disconnect = null;
    this.#cancelPause = null;
  }

  #pause(): void {
    this.#hangUp();
    const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#cancelPause = this.#ports.after(this.#ports.random() * ceiling, () => this.#connect());
  }

  #gather(changed: readonly Changeable[]): void {
    for (const what of changed) this.#gathered.add(what);
    if (!this.#cancelRest) this.#tellAll();
  }

  #tellAll(): void {
    const told = [...this.#gathered];
    this.#gathered.clear();
    this.#cancelRest = this.#ports.after(restMs, () => {
      this.#cancelRest = null;
      if (this.#gathered.size > 0) this.#tellAll();
    });
    this.#ports.tell(told);
  }
}
