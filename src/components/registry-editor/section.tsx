import { type ReactNode, useId } from "react";

/** A titled part of the editor. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface p-3 sm:p-4">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {note && <p className="mt-0.5 max-w-prose text-xs text-muted">{note}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
