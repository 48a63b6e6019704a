/** Signing in from a browser, and the tokens behind it. */
import { z } from "zod";
import { tokenCookie } from "#server/access/authenticator.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { type Call, route } from "#server/transport/http/route.ts";

const thirtyDays = 30 * 24 * 3600;

const cookie = ({ hub }: Pick<Call, "hub">, value: string, maxAge: number) => {
  const secure = hub.env.publicUrl?.startsWith("https:") ? "; Secure" : "";
  return { "set-cookie": `${tokenCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}` };
};

/** Only what can stand in a cookie and a header unquoted. */
const tokenText = z.string().regex(/^[\w.~+/=-]{1,512}$/, "is not a token");

/** One line for people; control characters would garble a list. */
const tokenName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}+$/u, "must not contain control characters");

export const accessRoutes = [
  route({
    method: "POST",
    path: "/api/sign-in",
    access: "public",
    body: z.object({ token: tokenText }),
    handle: (call) => {
      const { token } = call.body;
      if (!call.hub.authenticator.actorOfToken(token)) {
        throw new AppError(
          "UNAUTHORIZED",
          'That token is not known here, or was revoked. Make another with "npm run token -- create NAME".',
        );
      }
      return { status: 204, headers: cookie(call, token, thirtyDays) };
    },
  }),
  route({
    method: "POST",
    path: "/api/sign-out",
    access: "public",
    handle: (call) => ({ status: 204, headers: cookie(call, "", 0) }),
  }),
  route({
    method: "GET",
    path: "/api/v2/tokens",
    access: "admin",
    handle: async ({ hub }) => ({ json: { tokens: await hub.tokens.list(), next_cursor: null } }),
  }),
  route({
    method: "POST",
    path: "/api/v2/tokens",
    access: "admin",
    body: z.object({ name: tokenName, role: z.enum(["admin", "user"]).default("user") }),
    handle: async ({ hub, body }) => {
      const { token, info } = await hub.tokens.create(body.name, body.role, hub.clock.now());
      return { status: 201, json: { ...info, token } };
    },
  }),
  route({
    method: "DELETE",
    path: "/api/v2/tokens/:id",
    access: "admin",
    handle: async ({ hub, params }) => {
      const keepOne = !hub.env.loopback && hub.env.token === null;
      await hub.tokens.revoke(params.id ?? "", hub.clock.now(), { keepOne });
      return { json: { status: "revoked", id: params.id } };
    },
  }),
];
