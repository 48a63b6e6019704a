import type { Routed } from "#contract/run-events.ts";

/** Where the reason does not say itself how the choice was made. */
const chosenBy: Partial<Record<Routed["by"], string>> = {
  auto: "Chosen by the router: ",
  capability: "Chosen by capability: ",
};

/** Why this specialist answers though it was not the one named; nothing when it was. */
export function RoutedLine({ routed: { by, reason } }: { routed: Routed }) {
  if (by === "name") return null;
  return (
    <p className="border-l-2 border-line pl-2 text-xs text-muted [overflow-wrap:anywhere]">
      {chosenBy[by]}
      {reason}
    </p>
  );
}
