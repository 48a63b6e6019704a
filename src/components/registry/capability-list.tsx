import type { Capabilities } from "#contract/specialist.ts";

/** How many are named beside the primary ones. */
const shownSecondary = 3;

interface CapabilityListProps {
  capabilities: Capabilities;
  /** Shown whatever its score; empty when none is asked for. */
  wanted: string;
}

/** What it is good at: the primary capabilities, then the best of the others, each with its score. */
export function CapabilityList({ capabilities: { primary, scores }, wanted }: CapabilityListProps) {
  const secondary = Object.entries(scores)
    .filter(([name, score]) => score > 0 && !primary.includes(name))
    .sort(([a, x], [b, y]) => Number(b === wanted) - Number(a === wanted) || y - x)
    .slice(0, shownSecondary);
  return (
    <ul className="flex flex-wrap gap-x-1 gap-y-0.5">
      {primary.map((name) => (
        <Capability key={name} name={name} score={scores[name]} isPrimary isWanted={name === wanted} />
      ))}
      {secondary.map(([name, score]) => (
        <Capability key={name} name={name} score={score} isPrimary={false} isWanted={name === wanted} />
      ))}
    </ul>
  );
}

interface CapabilityProps {
  name: string;
  score: number | undefined;
  isPrimary: boolean;
  isWanted: boolean;
}

function Capability({ name, score, isPrimary, isWanted }: CapabilityProps) {
  const look = isPrimary ? "bg-accent-soft px-1.5 font-medium" : "px-0.5 text-muted";
  return (
    <li
      className={`rounded py-0.5 text-xs ${look} ${isWanted ? "outline outline-accent" : ""}`}
      title={isPrimary ? "Primary capability" : undefined}
    >
      {isPrimary && <span className="sr-only">primary: </span>}
      {name} {score !== undefined && <span className="tabular-nums">{score.toFixed(2)}</span>}
    </li>
  );
}
