/** A path of this hub to go on to; anything that could lead elsewhere becomes the first page. */
export function safeNext(next: string): string {
  const base = "http://hub.invalid";
  if (!next.startsWith("/") || !URL.canParse(next, base)) return "/team";
  const url = new URL(next, base);
  const path = url.pathname + url.search;
  // Dots may have folded away and left the two slashes of another host.
  return url.origin === base && !path.startsWith("//") && !path.startsWith("/sign-in") ? path : "/team";
}
