/**
 * Seals text for storage and opens it again.
 *
 * Owns the format `v1.<keyId>.<iv>.<tag>.<ciphertext>` (base64url; AES-256-GCM; a random 12-byte IV).
 * Invariant: what opens is exactly what was sealed, at the place it was sealed for; anything else is an
 * error, never text. No error holds content or key.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { AppError } from "#server/kernel/app-error.ts";
import { strongBytes } from "#server/kernel/random.ts";
import type { Keyring } from "./keyring.ts";

/** Where the text is stored; sealed text opens nowhere else. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface ContentCodec {
  /** Lone surrogates come back as U+FFFD, as anywhere in UTF-8. */
  seal(text: string, place: Place): string;
  /** Throws AppError INTERNAL when it is damaged, moved, of another format or sealed with a key that is gone. */
  open(sealed: string, place: Place): string;
  /** The id of the key it was sealed with. Throws AppError INTERNAL for another format. */
  keyOf(sealed: string): string;
}

const version = "v1";
const ivBytes = 12;
const tagBytes = 16;
const sealedPattern = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22})\.([\w-]*)$/;

export function createContentCodec(keyring: Keyring): ContentCodec {
  const [newest] = keyring;
  const keys = new Map(keyring.map((key) => [key.id, key.bytes]));

  return {
    seal(text, place) {
      const iv = strongBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", newest.bytes, iv, { authTagLength: tagBytes });
      cipher.setAAD(placeBytes(place));
      const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return [
        version,
        newest.id,
        ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url")),
      ].join(".");
    },

    open(sealed, place) {
      const { keyId, iv, tag, ciphertext } = parse(sealed, place);
      const key = keys.get(keyId);
      if (!key) throw unreadable(place, `its key ${keyId} is not among those configured`);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes });
        decipher.setAAD(placeBytes(place)).setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
      } catch {
        throw unreadable(place, "it is damaged or was moved here");
      }
    },

    keyOf: (sealed) => parse(sealed).keyId,
  };
}

function parse(sealed: string, place?: Place): { keyId: string; iv: Buffer; tag: Buffer; ciphertext: Buffer } {
  const [whole, keyId = "", ...parts] = sealedPattern.exec(sealed) ?? [];
  const [iv = noBytes, tag = noBytes, ciphertext = noBytes] = parts.map((part) => Buffer.from(part, "base64url"));
  const canonical = [iv, tag, ciphertext].every((part, i) => part.toString("base64url") === parts[i]);
  if (whole === undefined || !canonical) throw unreadable(place, "it is not in the expected format");
  return { keyId, iv, tag, ciphertext };
}

const noBytes = Buffer.alloc(0);

/** JSON, so that no two places share an encoding, whatever their names hold. */
const placeBytes = ({ table, row, column }: Place): Buffer => Buffer.from(JSON.stringify([table, row, column]));

const unreadable = (place: Place | undefined, reason: string): AppError =>
  new AppError(
    "INTERNAL",
    `Stored text${place ? ` (${place.table}.${place.column} of ${place.row})` : ""} cannot be read: ${reason}.`,
  );
