/**
 * API tokens: `tekton_` and 32 random bytes. Only the SHA-256 is stored, so a copy of the database
 * opens nothing; the few there are, are kept in memory, so a revoked one fails at its next use.
 */
import { createHash, randomBytes } from "node:crypto";
import type { PrismaClient } from "#server/db/generated/client.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";

export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly role: "admin" | "user";
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export class TokenStore {
  #byHash = new Map<string, Actor>();

  constructor(private readonly db: PrismaClient) {}

  async load(): Promise<void> {
    const rows = await this.db.token.findMany({ where: { revokedAt: null } });
    this.#byHash = new Map(rows.map(({ hash, id, name, role }) => [hash, { id, name, role: asRole(role) }]));
  }

  /** Whether any token is in force. */
  get any(): boolean {
    return this.#byHash.size > 0;
  }

  actorOf(hash: string): Actor | null {
    return this.#byHash.get(hash) ?? null;
  }

  /** The token itself is returned here and never again. */
  async create(name: string, role: TokenInfo["role"], now: number): Promise<{ token: string; info: TokenInfo }> {
    const token = `tekton_${randomBytes(32).toString("base64url")}`;
    const row = await this.db.token.create({
      data: { id: newId("tok", now), name, role, hash: hashToken(token), createdAt: new Date(now) },
    });
    await this.load();
    return { token, info: toInfo(row) };
  }

  /** Newest first, revoked ones included. */
  async list(): Promise<TokenInfo[]> {
    return (await this.db.token.findMany({ orderBy: { id: "desc" } })).map(toInfo);
  }

  /**
   * @param keepOne refuses to revoke the last token in force, after which everyone would be let in
   * @throws AppError NOT_FOUND, CONFLICT
   */
  async revoke(id: string, now: number, { keepOne }: { readonly keepOne: boolean }): Promise<void> {
    await this.db.$transaction(async (tx) => {
      const inForce = await tx.token.findMany({ where: { revokedAt: null }, select: { id: true } });
      if (!inForce.some((token) => token.id === id)) {
        throw new AppError(
          "NOT_FOUND",
          `There is no token ${id.slice(0, 64)} in force. List the tokens to see their ids.`,
        );
      }
      if (keepOne && inForce.length === 1) {
        throw new AppError(
          "CONFLICT",
          "This is the last token, and others can reach this hub. Make another token first, or set TEKTON_TOKEN.",
        );
      }
      await tx.token.update({ where: { id }, data: { revokedAt: new Date(now) } });
    });
    await this.load();
  }
}

const asRole = (role: string): TokenInfo["role"] => (role === "admin" ? "admin" : "user");

const toInfo = (row: {
  id: string;
  name: string;
  role: string;
  createdAt: Date;
  revokedAt: Date | null;
}): TokenInfo => ({
  id: row.id,
  name: row.name,
  role: asRole(row.role),
  created_at: row.createdAt.toISOString(),
  revoked_at: row.revokedAt?.toISOString() ?? null,
});
