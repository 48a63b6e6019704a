import { type ReactNode, useId } from "react";

/** One group of settings, with what they are for. */
export function SettingsSection({ title, about, children }: { title: string; about: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface p-3 sm:p-4">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      <p className="mt-0.5 mb-4 max-w-prose text-sm text-muted">{about}</p>
      <div className="space-y-4">{children}</div>
    </section>
  );
}
