/** Specialists named in a message by `@`: the word being typed, and the names in the text. */

export interface TypedMention {
  /** Where the `@` stands. */
  readonly start: number;
  readonly typed: string;
}

/** The mention the caret stands at the end of; null when it stands in none. */
export function mentionAt(text: string, caret: number): TypedMention | null {
  const match = /(?:^|[\s(])@([a-z0-9-]*)$/i.exec(text.slice(0, caret));
  if (!match) return null;
  const typed = match[1] ?? "";
  return { start: caret - typed.length - 1, typed };
}

/** The text with the mention replaced by `name` in full, and where the caret goes. */
export function completeMention(text: string, caret: number, { start }: TypedMention, name: string) {
  const written = `@${name} `;
  const rest = text.slice(caret).replace(/^ /, "");
  return { text: text.slice(0, start) + written + rest, caret: start + written.length };
}

/** Ids of the specialists a message names, in the order it does, each once. */
export function mentioned(text: string, specialists: readonly { id: string; name: string }[]): string[] {
  const byName = new Map(specialists.flatMap(({ id, name }) => [[id, id] as const, [name.toLowerCase(), id] as const]));
  const names = Array.from(text.matchAll(/(?:^|[\s(])@([a-z0-9-]+)/gi), ([, name = ""]) => name.toLowerCase());
  return [...new Set(names.flatMap((name) => byName.get(name) ?? []))];
}
