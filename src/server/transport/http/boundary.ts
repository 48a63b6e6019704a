/**
 * What every request must pass before anything looks at it: the Host it names (against DNS rebinding)
 * and, where it may change something, the Origin it comes from (against other sites' pages).
 */
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { isLoopback } from "#server/env.ts";
import { AppError } from "#server/kernel/app-error.ts";

export interface BoundaryOptions {
  /** The address listened on. */
  readonly host: string;
  /** Whether that is loopback. */
  readonly loopback: boolean;
  /** The URL people use, when it is another. */
  readonly publicUrl: string | null;
}

export class Boundary {
  readonly #publicUrl: URL | null;

  constructor(private readonly options: BoundaryOptions) {
    this.#publicUrl = options.publicUrl ? new URL(options.publicUrl) : null;
  }

  /** @throws AppError MISDIRECTED */
  checkHost(headers: IncomingHttpHeaders): void {
    const { host } = headers;
    if (host && this.#allows(host)) return;
    throw new AppError(
      "MISDIRECTED",
      "This hub does not answer to that host name. Use its address, or set TEKTON_PUBLIC_URL to the URL you use.",
    );
  }

  #allows(host: string): boolean {
    const name = hostName(host);
    if (name === null) return false;
    if (isLoopback(name) || name === this.options.host.toLowerCase() || name === this.#publicUrl?.hostname) return true;
    // A page cannot make a browser send an address it does not really talk to; only names can be rebound.
    return !this.options.loopback && isIP(name.replace(/^\[|\]$/g, "")) !== 0;
  }

  /** A missing Origin is a program, not a page. @throws AppError FORBIDDEN */
  checkOrigin(headers: IncomingHttpHeaders): void {
    const { origin, host } = headers;
    if (origin === undefined || origin === this.#publicUrl?.origin) return;
    if (URL.canParse(origin) && new URL(origin).host === host && /^https?:\/\//.test(origin)) return;
    throw otherSite();
  }

  /** For reads that start work: an address in another site's page must not. @throws AppError FORBIDDEN */
  checkFetchSite(headers: IncomingHttpHeaders): void {
    this.checkOrigin(headers);
    if (headers["sec-fetch-site"] === "cross-site") {
      throw otherSite();
    }
  }
}

const otherSite = () =>
  new AppError(
    "FORBIDDEN",
    "Requests from another site's pages are refused. If that site is this hub behind a proxy, set TEKTON_PUBLIC_URL to its URL.",
  );

/** The name of `name:port` or `[v6]:port`; null when it is neither. */
function hostName(host: string): string | null {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase() ?? null;
}
