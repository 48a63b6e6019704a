import { Icon } from "#components/ui/icon.tsx";

/** Sentences that matter to who edits the entry, folded away until asked for. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <details className="mt-0.5 text-xs">
      <summary className="cursor-pointer font-medium text-warn">
        <Icon name="warning" className="mr-1 inline size-3.5 align-[-2px]" />
        {warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`}
      </summary>
      <ul className="mt-0.5 space-y-1">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </details>
  );
}
