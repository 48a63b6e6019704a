/**
 * Who may use a provider now, and who waits: at most `maxParallel` runs at once, then a bounded queue
 * in order of arrival. A place is held until its holder says that its socket is closed.
 *
 * The estimate of a wait comes from the durations measured here lately, never from a constant.
 */
import { limits } from "#contract/limits.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { Clock } from "#server/kernel/clock.ts";

export interface QueuePlace {
  /** 1 is the next to go. */
  readonly position: number;
  /** Milliseconds; null before anything was measured. */
  readonly estimatedWaitMs: number | null;
}

export class Ticket {
  /** Called when the place in the queue changes, and with null when the wait is over. */
  onMove: (place: QueuePlace | null) => void = () => {};
  grantedAt: number | null = null;
  #grant!: () => void;
  /** Resolves when the holder may go. */
  readonly granted = new Promise<void>((resolve) => {
    this.#grant = resolve;
  });

  constructor(
    private readonly now: () => number,
    /** Gives the place back, or leaves the queue. Safe to call more than once. */
    readonly release: () => void,
    readonly place: () => QueuePlace | null,
  ) {}

  grant(): void {
    this.grantedAt = this.now();
    this.#grant();
    this.onMove(null);
  }
}

/** A place for work that uses no provider. */
export function freeTicket(clock: Clock): Ticket {
  const ticket = new Ticket(
    clock.monotonic,
    () => {},
    () => null,
  );
  ticket.grant();
  return ticket;
}

export class Admission {
  readonly #running = new Set<Ticket>();
  readonly #queue: Ticket[] = [];
  /** Exponentially weighted mean of how long a place was held, ms. */
  #meanHeldMs: number | null = null;

  #maxParallel: number;

  constructor(
    private readonly options: { readonly provider: string; readonly maxParallel: number; readonly clock: Clock },
  ) {
    this.#maxParallel = options.maxParallel;
  }

  /** In force for whoever comes next; nobody who runs is stopped. Null: as at the start. */
  limit(maxParallel: number | null): void {
    this.#maxParallel = maxParallel ?? this.options.maxParallel;
    this.#fill();
    this.#moved(0);
  }

  #fill(): void {
    while (this.#running.size < this.#maxParallel) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#running.add(next);
      next.grant();
    }
  }

  /** @throws AppError QUEUE_FULL at once, when as many wait as may */
  reserve(): Ticket {
    const { provider, clock } = this.options;
    if (this.#running.size >= this.#maxParallel && this.#queue.length >= limits.queuedRuns) {
      throw new AppError("QUEUE_FULL", `${limits.queuedRuns} runs already wait for ${provider}. Try again later.`, {
        provider,
        ...(this.#meanHeldMs !== null && { retry_after_ms: Math.round(this.#wait(this.#queue.length)) }),
      });
    }
    const ticket: Ticket = new Ticket(
      clock.monotonic,
      () => this.#release(ticket),
      () => this.#place(ticket),
    );
    if (this.#running.size < this.#maxParallel) {
      this.#running.add(ticket);
      ticket.grant();
    } else {
      this.#queue.push(ticket);
    }
    return ticket;
  }

  #release(ticket: Ticket): void {
    if (this.#running.delete(ticket)) {
      const held = this.options.clock.monotonic() - (ticket.grantedAt ?? 0);
      this.#meanHeldMs = this.#meanHeldMs === null ? held : this.#meanHeldMs * 0.8 + held * 0.2;
      this.#fill();
      this.#moved(0);
    } else {
      const at = this.#queue.indexOf(ticket);
      if (at < 0) return;
      this.#queue.splice(at, 1);
      this.#moved(at);
    }
  }

  #moved(from: number): void {
    for (const ticket of this.#queue.slice(from)) ticket.onMove(ticket.place());
  }

  #place(ticket: Ticket): QueuePlace | null {
    const at = this.#queue.indexOf(ticket);
    if (at < 0) return null;
    return { position: at + 1, estimatedWaitMs: this.#meanHeldMs === null ? null : Math.round(this.#wait(at + 1)) };
  }

  /** One place frees every mean / maxParallel milliseconds. */
  #wait(position: number): number {
    return (position * (this.#meanHeldMs ?? 0)) / this.#maxParallel;
  }

  get running(): number {
    return this.#running.size;
  }

  get queued(): number {
    return this.#queue.length;
  }
}
