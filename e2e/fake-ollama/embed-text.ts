/**
 * A vector for a text: its character trigrams, hashed into 64 numbers and normalised, so that texts
 * that share spelling are near and the same text is always in the same place.
 */
const dimensions = 64;

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

export const embedText = (text: string): number[] => {
  const vector = new Array<number>(dimensions).fill(0);
  const padded = `  ${text.toLowerCase()} `;
  for (let at = 0; at + 3 <= padded.length; at += 1) {
    const hashed = hash(padded.slice(at, at + 3));
    // The sign keeps two trigrams in one place from always adding up.
    vector[hashed % dimensions] = (vector[hashed % dimensions] ?? 0) + (hashed & 0x10000 ? 1 : -1);
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};
