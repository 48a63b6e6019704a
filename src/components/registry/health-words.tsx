import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Health } from "#contract/registry.ts";

const tones = { available: "text-good", unavailable: "text-danger", disabled: "text-muted" } as const;

/** Whether it can answer now; when not, why, and the command that would cure it. */
export function HealthWords({ health: { status, reason, cure } }: { health: Health }) {
  return (
    <>
      <span className={`font-medium ${tones[status]}`}>{status}</span>
      {status === "unavailable" && <p className="text-xs text-muted">{reason}</p>}
      {cure && (
        <p className="text-xs">
          <code className="mr-1 rounded bg-sunken box-decoration-clone px-1 py-0.5 font-mono">{cure}</code>
          <CopyButton text={() => cure} label={`Copy the command ${cure}`} />
        </p>
      )}
    </>
  );
}
