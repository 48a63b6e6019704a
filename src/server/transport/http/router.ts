/** Finds the route of a request; knows "no such path" from "not with this method". */
import findMyWay from "find-my-way";
import { AppError } from "#server/kernel/app-error.ts";
import type { Route } from "./route.ts";

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export class Router {
  readonly #router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 256, onBadUrl: () => {} });
  readonly #methods: readonly Route["method"][];

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#router.on(route.method, route.path, () => {}, route);
    this.#methods = [...new Set(routes.map((r) => r.method))];
  }

  /** Null: no route has this path. @throws AppError METHOD_NOT_ALLOWED (`details.allow`) */
  find(method: string, path: string): Match | null {
    const found = this.#lookUp(method, path) ?? (method === "HEAD" ? this.#forHead(path) : null);
    if (found) return found;
    const allow = this.#methods.filter((m) => this.#lookUp(m, path));
    if (allow.length === 0) return null;
    throw new AppError("METHOD_NOT_ALLOWED", `This address takes ${allow.join(", ")}, not ${method.slice(0, 16)}.`, {
      allow,
    });
  }

  /** Health checks like HEAD; elsewhere a GET may start or stream something, which HEAD must not. */
  #forHead(path: string): Match | null {
    const found = this.#lookUp("GET", path);
    return found?.route.access === "public" ? found : null;
  }

  #lookUp(method: string, path: string): Match | null {
    const found = this.#router.find(method as Route["method"], path);
    // A path that cannot be decoded is found as the router's own "bad url" entry, which has no store.
    if (!found?.store) return null;
    return { route: found.store as Route, params: found.params as Record<string, string> };
  }
}
