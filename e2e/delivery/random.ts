/** Chance that can be had again: the seed is printed with each test's figures, and read from TEST_SEED. */
export interface Random {
  readonly seed: number;
  /** 0 up to 1. */
  random(): number;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000)): Random {
  let state = seed;
  // mulberry32
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { seed, random, pick: (items) => items[Math.floor(random() * items.length)] as (typeof items)[number] };
}
