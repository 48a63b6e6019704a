/** Milliseconds to a hundredth: finer is noise. */
export const roundMs = (ms: number): number => Math.round(ms * 100) / 100;
