interface LifeChoice {
  readonly seconds: number;
  readonly words: string;
}

const daySeconds = 24 * 3600;

const usual: readonly LifeChoice[] = [
  { seconds: 3600, words: "1 hour" },
  { seconds: daySeconds, words: "1 day" },
  { seconds: 7 * daySeconds, words: "7 days" },
  { seconds: 30 * daySeconds, words: "30 days" },
  { seconds: 365 * daySeconds, words: "1 year" },
  { seconds: 10 * 365 * daySeconds, words: "10 years" },
];

const units = [
  [daySeconds, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** In the largest unit that says it exactly. */
function inWords(seconds: number): string {
  const [size, unit] = units.find(([size]) => seconds % size === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`;
}

/** Times to live to choose from, the shortest first; `current` is among them whatever it is. */
export function lifeChoices(current: number): readonly LifeChoice[] {
  if (usual.some(({ seconds }) => seconds === current)) return usual;
  return [...usual, { seconds: current, words: inWords(current) }].sort((a, b) => a.seconds - b.seconds);
}
