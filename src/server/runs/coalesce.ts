/**
 * Turns a model's tokens into fewer, larger events: the first piece goes out at once, then at most one
 * event every `windowMs`, or earlier when `maxChars` have gathered. Text is never reordered, dropped
 * or split inside a surrogate pair.
 */
import type { Clock } from "#server/kernel/clock.ts";

export type TextKind = "thinking" | "content";

export class Coalescer {
  #kind: TextKind = "content";
  #text = "";
  #nextAt = 0;
  #cancelTimer: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly limits: { windowMs: number; maxChars: number },
    private readonly emit: (kind: TextKind, text: string) => void,
  ) {}

  push(kind: TextKind, text: string): void {
    // Nothing came: it must not end the kind before it, whose last character may still be half there.
    if (text === "") return;
    if (kind !== this.#kind) this.flush();
    this.#kind = kind;
    this.#text += text;
    const wait = this.#nextAt - this.clock.monotonic();
    if (wait <= 0 || this.#text.length >= this.limits.maxChars) this.#flushWhole();
    else this.#cancelTimer ??= this.clock.after(wait, () => this.#flushWhole());
  }

  /** Emits all that is held; also the end: no timer is left behind. */
  flush(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const text = this.#text;
    this.#text = "";
    if (text !== "") this.#send(text);
  }

  /** Emits what is held but for half a surrogate pair at its end, whose other half is still to come. */
  #flushWhole(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const last = this.#text.charCodeAt(this.#text.length - 1);
    const cut = last >= 0xd800 && last <= 0xdbff ? this.#text.length - 1 : this.#text.length;
    const text = this.#text.slice(0, cut);
    this.#text = this.#text.slice(cut);
    if (text !== "") this.#send(text);
  }

  #send(text: string): void {
    this.#nextAt = this.clock.monotonic() + this.limits.windowMs;
    this.emit(this.#kind, text);
  }
}
