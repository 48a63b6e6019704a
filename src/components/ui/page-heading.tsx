import type { ReactNode } from "react";

export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="mb-4">
      <h1 className="text-lg font-semibold">{title}</h1>
      {children && <p className="mt-0.5 max-w-prose text-sm text-balance text-muted">{children}</p>}
    </header>
  );
}
