const shown = 12;

/** Names as people say them, the further ones counted. */
export function listNames(names: readonly string[]): string {
  const first = names.slice(0, shown).join(", ");
  const more = names.length - shown;
  return more > 0 ? `${first} and ${more.toLocaleString("en")} more` : first;
}
