/**
 * One request and its answer on a socket, as undici drives it.
 *
 * Owns the run's abort listener and the deadlines of the exchange; both are gone once it has settled,
 * however that came. Holds at most a window of unread bytes: a slow reader pauses the socket. What
 * came before a failure is read before the failure is thrown, except after an abort.
 */
import type { Dispatcher } from "undici";
import type { Clock } from "#server/kernel/clock.ts";
import { type Deadlines, DeadlineWatch } from "./outbound-deadlines.ts";
import type { OutboundFault } from "./outbound-fault.ts";

/** Unread bytes at which the socket is paused. */
const windowBytes = 64 * 1024;
/** How long a finished answer may take to end its body before its socket is given up. */
const lingerMs = 1000;

export interface OutboundResponse {
  readonly status: number;
  /** All bytes that came since the last read; null at the end. Throws AppError or the signal's reason. */
  read(): Promise<Buffer | null>;
  /** The whole body. Throws AI_UNAVAILABLE when it is longer than `maxBytes`. */
  text(maxBytes: number): Promise<string>;
  /** What mattered has come: lets the body end, so that the socket can be used again. */
  release(): void;
  /** Closes the socket unless the body has ended. */
  close(): void;
}

interface ExchangeOptions {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly maxBytes: number;
  readonly fault: OutboundFault;
}

export class OutboundExchange implements Dispatcher.DispatchHandler, OutboundResponse {
  status = 0;
  readonly #options: ExchangeOptions;
  readonly #watch: DeadlineWatch;
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #unread = 0;
  #received = 0;
  #settled = false;
  #failure: { readonly error: unknown } | null = null;
  #released = false;
  #wake: () => void = () => {};
  #stopLinger: () => void = () => {};

  constructor(options: ExchangeOptions) {
    const { signal, clock, deadlines, fault } = options;
    this.#options = options;
    this.#watch = new DeadlineWatch(
      clock,
      deadlines,
      () => this.#unread > 0,
      (name, limitMs) => this.#fail(fault.timeout(name, limitMs)),
    );
    signal.addEventListener("abort", this.#onAbort);
  }

  /** Resolves when the headers have come. Throws AppError or the signal's reason. */
  async head(): Promise<void> {
    while (this.status === 0 && !this.#settled) await this.#news();
    // Once headers have come, a failure waits behind the bytes that came with them.
    if (this.status === 0 && this.#failure) throw this.#failure.error;
  }

  async read(): Promise<Buffer | null> {
    for (;;) {
      const [first] = this.#chunks;
      if (first) {
        const bytes = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#unread);
        this.#chunks = [];
        this.#unread = 0;
        if (this.#controller?.paused) this.#controller.resume();
        return bytes;
      }
      if (this.#failure) throw this.#failure.error;
      if (this.#settled) return null;
      await this.#news();
    }
  }

  async text(maxBytes: number): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for (let chunk = await this.read(); chunk !== null; chunk = await this.read()) {
      size += chunk.length;
      if (size > maxBytes) throw this.#options.fault.unavailable("sent more than the hub accepts.");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }

  release(): void {
    if (this.#settled) return;
    this.#detach();
    this.#released = true;
    this.#chunks = [];
    this.#unread = 0;
    if (this.#controller?.paused) this.#controller.resume();
    this.#stopLinger = this.#options.clock.after(lingerMs, () => this.close());
  }

  close(): void {
    this.#fail(new Error("closed by the hub"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error("given up before it began"));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number): void {
    if (statusCode < 200) return;
    this.status = statusCode;
    this.#wake();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#released || this.#settled) return;
    this.#received += chunk.length;
    if (this.#received > this.#options.maxBytes) {
      this.#fail(this.#options.fault.unavailable("sent more than the hub accepts."));
      return;
    }
    this.#watch.heard();
    this.#chunks.push(chunk);
    this.#unread += chunk.length;
    if (this.#unread > windowBytes) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled) return;
    const { fault } = this.#options;
    this.#failure = {
      error: this.status === 0 ? fault.unreachable(error) : fault.unavailable("broke off its answer.", {}, error),
    };
    this.#settle();
  }

  readonly #onAbort = (): void => {
    this.#chunks = [];
    this.#unread = 0;
    this.#fail(this.#options.signal.reason);
  };

  #fail(error: unknown): void {
    if (this.#settled) return;
    this.#failure = { error };
    this.#settle();
    this.#controller?.abort(error instanceof Error ? error : new Error("aborted"));
  }

  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#detach();
    this.#stopLinger();
    this.#wake();
  }

  #detach(): void {
    this.#watch.stop();
    this.#options.signal.removeEventListener("abort", this.#onAbort);
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
