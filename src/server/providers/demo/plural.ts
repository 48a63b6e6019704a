/** "1 line", "3 lines", "no line": a count with its noun. */
export const plural = (n: number, noun: string): string => `${n === 0 ? "no" : n} ${noun}${n > 1 ? "s" : ""}`;
