import type { ReactNode } from "react";
import { linkTarget, visibleHost } from "./link-target.ts";

/** A link out of a text. The host stands behind the words unless the words are that address. */
export function SafeLink({ href, text, children }: { href: string | undefined; text: string; children: ReactNode }) {
  const url = linkTarget(href);
  if (!url) return <>{children}</>;
  const host = visibleHost(url);
  const shown = linkTarget(text) ?? linkTarget(`${url.protocol === "mailto:" ? "mailto:" : "https://"}${text}`);
  const honest = shown !== null && visibleHost(shown) === host;
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow" title={url.href}>
        {children}
      </a>
      {!honest && <span className="link-host"> ({host})</span>}
    </>
  );
}
