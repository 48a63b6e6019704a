import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

const tones = {
  plain: "border-line bg-surface text-ink",
  warn: "border-warn/30 bg-warn-soft text-ink",
  danger: "border-danger/30 bg-danger-soft text-ink",
} as const;

/** A sentence or two that stand out. `edge`: from one side of the page to the other. */
export function Notice({
  tone = "plain",
  edge = false,
  children,
}: {
  tone?: keyof typeof tones;
  edge?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={`flex gap-2 px-3 py-2 text-sm ${tones[tone]} ${edge ? "border-b sm:px-5" : "rounded-md border"}`}>
      {tone !== "plain" && (
        <Icon name="warning" className={`mt-0.5 size-4 ${tone === "warn" ? "text-warn" : "text-danger"}`} />
      )}
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
