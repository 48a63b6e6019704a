/**
 * Turns the headers of a request, of any transport, into an actor: the only place that does.
 *
 * Until a token is configured or made, everyone is the one local actor. From then on a request without
 * a good token is nobody. The operator's own token acts as the local actor, so switching tokens on
 * loses no one their conversations.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { type Actor, localActor } from "#server/kernel/actor.ts";
import { hashToken, type TokenStore } from "./token-store.ts";

export const tokenCookie = "tekton_token";

export class Authenticator {
  readonly #operatorHashes: readonly Buffer[];

  /** @param options.ofProcess a token of this process alone, for the command line beside it */
  constructor(
    private readonly tokens: TokenStore,
    private readonly options: { readonly configured: string | null; readonly ofProcess: string },
  ) {
    const operatorTokens = options.configured ? [options.configured, options.ofProcess] : [options.ofProcess];
    this.#operatorHashes = operatorTokens.map((token) => Buffer.from(hashToken(token)));
  }

  /** Whether a token is needed now. */
  get required(): boolean {
    return this.options.configured !== null || this.tokens.any;
  }

  /** Null: nobody; answer 401. */
  actorOf(headers: IncomingHttpHeaders): Actor | null {
    const token = bearer(headers.authorization) ?? cookie(headers.cookie);
    return (token === null ? null : this.actorOfToken(token)) ?? (this.required ? null : localActor);
  }

  actorOfToken(token: string): Actor | null {
    const hash = hashToken(token);
    const given = Buffer.from(hash);
    if (this.#operatorHashes.some((known) => timingSafeEqual(known, given))) return localActor;
    return this.tokens.actorOf(hash);
  }
}

const bearer = (header: string | undefined): string | null => /^Bearer +(\S+)\s*$/i.exec(header ?? "")?.[1] ?? null;

function cookie(header: string | undefined): string | null {
  for (const part of (header ?? "").split(";")) {
    const [name, ...value] = part.trim().split("=");
    // A token in base64 ends in "=" itself.
    if (name === tokenCookie && value.join("=") !== "") return value.join("=");
  }
  return null;
}
