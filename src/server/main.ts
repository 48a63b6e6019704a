/** The process: environment, hub, pages, server, signals. Composition only. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Env, EnvError, readEnv } from "./env.ts";
import { createHub, type Hub } from "./hub.ts";
import { isAppError } from "./kernel/app-error.ts";
import { createLog } from "./kernel/log.ts";
import { createHttpServer } from "./transport/http/http-server.ts";
import { createPages } from "./transport/http/pages.ts";

const root = join(import.meta.dirname, "../..");
/** How long requests in flight may take to end when the process is told to stop. */
const stopGraceMs = 5_000;

/** For people at the console; logs go to standard error. */
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLog(env.logLevel);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const hub = await createHub({ env, version, migrationsDir: join(root, "prisma/sqlite/migrations"), log });
  try {
    if (!env.loopback && !hub.authenticator.required) {
      throw new EnvError(
        `HOST is ${env.host}, which others can reach, and no token is set. Set TEKTON_TOKEN, or make a token with "npm run token -- create NAME --role admin", then start again.`,
      );
    }
    const dev = process.argv.includes("--dev");
    const pages = env.ui ? await createPages({ dir: root, dev }) : null;
    const server = createHttpServer(hub, pages);
    const port = await server.listen(env.port, env.host);
    const url = `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${port}`;
    await hub.announce(url);
    say(greeting(hub, env, env.publicUrl ?? url));
    stopOnSignals(async () => {
      const closed = server.close(stopGraceMs);
      await hub.close();
      await closed;
    });
  } catch (error) {
    await hub.close();
    throw error;
  }
}

function greeting(hub: Hub, env: Env, url: string): string {
  const { provider, default_model, advice } = hub.providers.status();
  const lines = [
    `Tekton ${hub.version} is at ${url}`,
    `Provider: ${provider}${default_model ? `, model ${default_model}` : ""}`,
    ...(advice ? [advice] : []),
    ...(hub.authenticator.required
      ? ["A token is needed: sign in with it in the browser, or send it as a bearer."]
      : []),
    `Data: ${env.databasePath}`,
  ];
  return lines.join("\n");
}

/** The first signal stops in order, a second one at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      say("Stopping…");
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

/** What the system's own codes mean at a start, and what to do. */
const startFailures: Record<string, string> = {
  EADDRINUSE: "The port is taken by another program. Stop that one, or set PORT to another.",
  EADDRNOTAVAIL: "HOST is not an address of this machine. Set it to one, or leave it out for 127.0.0.1.",
  ENOTFOUND: "HOST is not a name this machine knows. Set it to an address, or leave it out for 127.0.0.1.",
  EACCES:
    "The address or the data directory may not be used by this user. Choose another with PORT or TEKTON_DATA_DIR.",
  EPERM: "The address or the data directory may not be used by this user. Choose another with PORT or TEKTON_DATA_DIR.",
  EROFS: "The data directory cannot be written. Choose another with TEKTON_DATA_DIR.",
  ENOTDIR: "The data directory is inside something that is not a directory. Choose another with TEKTON_DATA_DIR.",
  EEXIST: "The data directory is not a directory. Choose another with TEKTON_DATA_DIR.",
  ENOENT: "The data directory cannot be made. Choose another with TEKTON_DATA_DIR.",
  ENOSPC: "The disk with the data directory is full. Make room, or choose another with TEKTON_DATA_DIR.",
};

/** One sentence for what a person can mend, with the place when the system names one; a stack for what is a bug. */
function explain(error: unknown): string {
  if (error instanceof EnvError || isAppError(error)) return (error as Error).message;
  const { code = "", path, port } = (error ?? {}) as NodeJS.ErrnoException & { port?: number };
  const known = startFailures[code];
  const place = path ?? (port === undefined ? undefined : `port ${port}`);
  if (known) return place ? `${known} (${code}: ${place})` : `${known} (${code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`Tekton could not start. ${explain(error)}\n`);
  process.exit(1);
});
