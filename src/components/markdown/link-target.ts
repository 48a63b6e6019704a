/** Where a link out of a text may lead: absolute http, https and mailto addresses. Anything else is null. */
export function linkTarget(href: string | undefined): URL | null {
  if (!href || !URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === "http:" || url.protocol === "https:" || url.protocol === "mailto:" ? url : null;
}

/** What to show of the target so that the reader knows it: the host, or the address of a mail. */
export const visibleHost = (url: URL): string => (url.protocol === "mailto:" ? url.pathname : url.host);
