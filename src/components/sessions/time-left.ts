/** From the shortest to the longest: up to how many milliseconds the unit is used, and how many it has. */
const units = [
  { unit: "minute", below: 90 * 60_000, ms: 60_000 },
  { unit: "hour", below: 36 * 3_600_000, ms: 3_600_000 },
  { unit: "day", below: 90 * 86_400_000, ms: 86_400_000 },
  { unit: "month", below: 730 * 86_400_000, ms: 30 * 86_400_000 },
  { unit: "year", below: Number.POSITIVE_INFINITY, ms: 365 * 86_400_000 },
] as const;

const words = new Intl.RelativeTimeFormat("en");

/** "in 29 days", "in 5 minutes", "within a minute". */
export function timeLeft(ms: number): string {
  if (ms < 60_000) return "within a minute";
  const found = units.find(({ below }) => ms < below);
  return found ? words.format(Math.round(ms / found.ms), found.unit) : "";
}
