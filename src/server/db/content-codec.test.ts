import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createContentCodec } from "./content-codec.ts";
import { type Key, loadKeyring } from "./keyring.ts";

const newKey = async (): Promise<Key> =>
  (await loadKeyring({ dataDir: "unused", env: randomBytes(32).toString("hex") }))[0];
const key = await newKey();
const codec = createContentCodec([key]);
const place = { table: "Run", row: "run_1", column: "content" };
const text = fc.string({ unit: "grapheme" });

const refusal = (act: () => unknown): { code: string; message: string } => {
  try {
    act();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error("it was opened");
};

it("what is sealed opens, at its place", () => {
  fc.assert(
    fc.property(text, text, text, text, (content, table, row, column) => {
      expect(codec.open(codec.seal(content, { table, row, column }), { table, row, column })).toBe(content);
    }),
  );
});

it("the same text is never sealed twice alike", () => {
  const sealed = new Set(Array.from({ length: 1_000 }, () => codec.seal("same", place)));
  expect(sealed.size).toBe(1_000);
});

it("a flip of any bit is refused", () => {
  const sealed = codec.seal("attack at dawn", place);
  const bytes = Buffer.from(sealed);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(refusal(() => codec.open(flipped.toString("latin1"), place)).code).toBe("INTERNAL");
  }
});

it("a cut at any length, and anything added, is refused", () => {
  const sealed = codec.seal("attack at dawn", place);
  for (let end = 0; end < sealed.length; end++) expect(() => codec.open(sealed.slice(0, end), place)).toThrow();
  for (const end of ["=", "A", "\n", ".", "AAAA"]) expect(() => codec.open(sealed + end, place)).toThrow();
});

it("text moved to another row, column or table does not open there", () => {
  fc.assert(
    fc.property(fc.tuple(text, text, text), fc.tuple(text, text, text), (from, to) => {
      fc.pre(from.some((part, i) => part !== to[i]));
      const at = ([table, row, column]: [string, string, string]) => ({ table, row, column });
      expect(refusal(() => codec.open(codec.seal("text", at(from)), at(to))).code).toBe("INTERNAL");
    }),
  );
  const sealed = codec.seal("text", { table: "ab", row: "c", column: "d" });
  expect(() => codec.open(sealed, { table: "a", row: "bc", column: "d" })).toThrow();
});

it("the newest key seals, every key opens, and a dropped key is missed by name", async () => {
  const newest = await newKey();
  const sealedBefore = codec.seal("old", place);
  const rotated = createContentCodec([newest, key]);
  expect(rotated.open(sealedBefore, place)).toBe("old");
  expect(rotated.keyOf(sealedBefore)).toBe(key.id);
  expect(rotated.keyOf(rotated.seal("new", place))).toBe(newest.id);
  const { code, message } = refusal(() => createContentCodec([newest]).open(sealedBefore, place));
  expect(code).toBe("INTERNAL");
  expect(message).toContain(key.id);
});

it("10,000 rows swapped among each other: none opens where it does not belong", () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => codec.seal(`text ${i}`, { ...place, row: `run_${i}` }));
  const opened = rows.filter((_, i) => {
    try {
      codec.open(rows[(i + 1) % rows.length] ?? "", { ...place, row: `run_${i}` });
      return true;
    } catch {
      return false;
    }
  });
  expect(opened).toEqual([]);
});

it("no refusal holds the text, what was sealed or the key", () => {
  const sealed = codec.seal("CANARY", place);
  const bytes = [key.bytes.toString("hex"), key.bytes.toString("base64url"), key.bytes.toString("base64")];
  for (const damaged of ["CANARY", `${sealed}x`, sealed.slice(0, -1), sealed.replace(key.id, "00000000")]) {
    const { message } = refusal(() => codec.open(damaged, place));
    for (const secret of ["CANARY", sealed.slice(12), ...bytes]) expect(message).not.toContain(secret);
    expect(refusal(() => codec.open(damaged, place))).not.toHaveProperty("cause");
  }
  expect(() => codec.keyOf("plain text")).toThrow("format");
});
