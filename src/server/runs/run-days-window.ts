/**
 * Sums per day over the newest days, in one flat array. A day that is older than the window falls out
 * by being passed over, and its place is taken by a newer one: nothing has to be swept.
 */
export class RunDaysWindow<Field extends string> {
  /** The day each place holds; -1: none yet. A day's place is its number modulo the days of the window. */
  readonly #days: Int32Array;
  readonly #sums: Float64Array;
  /** The total last asked for, until something is added: most specialists are read more often than they run. */
  #last: { readonly today: number; readonly total: Readonly<Record<Field, number>> } | null = null;

  constructor(
    readonly days: number,
    private readonly fields: readonly Field[],
  ) {
    this.#days = new Int32Array(days).fill(-1);
    this.#sums = new Float64Array(days * fields.length);
  }

  add(day: number, sums: Readonly<Record<Field, number>>): void {
    const { fields } = this;
    const place = day % this.days;
    const first = place * fields.length;
    const held = this.#days[place] ?? -1;
    if (held > day) return;
    if (held < day) {
      this.#days[place] = day;
      this.#sums.fill(0, first, first + fields.length);
    }
    for (const [i, field] of fields.entries()) this.#sums[first + i] = (this.#sums[first + i] ?? 0) + sums[field];
    this.#last = null;
  }

  /** The sums of the window that ends with this day. */
  total(today: number): Readonly<Record<Field, number>> {
    if (this.#last?.today === today) return this.#last.total;
    const { fields } = this;
    const total = Object.fromEntries(fields.map((field) => [field, 0])) as Record<Field, number>;
    for (const [place, day] of this.#days.entries()) {
      if (day <= today - this.days || day > today) continue;
      for (const [i, field] of fields.entries()) total[field] += this.#sums[place * fields.length + i] ?? 0;
    }
    this.#last = { today, total };
    return total;
  }
}
