/**
 * The only reader of process.env: one table says each variable's name, default, meaning and form.
 * A bad value stops the start with one message that names every bad variable. The README's table is
 * generated from here.
 */
import { isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { providerName } from "#contract/specialist.ts";

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be from ${min} to ${max}`);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of ${values.join(", ")}`);

const httpUrl = z.string().transform((raw, ctx) => {
  if (URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol)) return raw.replace(/\/+$/, "");
  ctx.addIssue({ code: "custom", message: "must be an http:// or https:// URL" });
  return z.NEVER;
});

/**
 * As Ollama reads it itself: scheme, host and port may each be missing, the port of a URL is its
 * scheme's, and an address that means "every address" is reached as this machine.
 */
const ollamaHost = z.string().transform((raw, ctx) => {
  const hasScheme = raw.includes("://");
  const withScheme = hasScheme ? raw : `http://${isIPv6(raw) ? `[${raw}]` : raw.replace(/^:/, "127.0.0.1:")}`;
  if (!URL.canParse(withScheme) || !/^https?:$/.test(new URL(withScheme).protocol)) {
    ctx.addIssue({ code: "custom", message: "must be a host, host:port or http(s):// URL" });
    return z.NEVER;
  }
  const url = new URL(withScheme);
  if (url.hostname === "0.0.0.0" || url.hostname === "[::]") url.hostname = "127.0.0.1";
  if (!hasScheme && !/:\d+(\/|$)/.test(withScheme.replace(/\[.*\]/, ""))) url.port = "11434";
  return url.href.replace(/\/+$/, "");
});

interface Variable<T extends z.ZodType = z.ZodType> {
  /** What stands in when it is unset; null: nothing does. */
  readonly default: string | null;
  readonly about: string;
  readonly form: T;
}
const variable = <T extends z.ZodType>(form: T, fallback: string | null, about: string): Variable<T> => ({
  default: fallback,
  about,
  form,
});

export const variables = {
  PORT: variable(
    wholeNumber(0, 65535),
    "8003",
    "Port to listen on; 0 takes any free one. `TEKTON_RHETOR_PORT` counts when `PORT` is unset.",
  ),
  TEKTON_RHETOR_PORT: variable(wholeNumber(0, 65535), null, "The original service's name for `PORT`."),
  HOST: variable(z.string().min(1), "127.0.0.1", "Address to listen on. Anything but loopback needs a token."),
  TEKTON_DATA_DIR: variable(
    z.string().min(1),
    "./data",
    "Where the database, its lock and the encryption key live; created when missing.",
  ),
  DATABASE_URL: variable(
    z.string().regex(/^file:.+/, "must be file:PATH (SQLite)"),
    null,
    "The SQLite file as `file:PATH`; default `tekton.db` in the data directory.",
  ),
  OLLAMA_HOST: variable(ollamaHost, "http://127.0.0.1:11434", "Where Ollama is."),
  OPENAI_BASE_URL: variable(
    httpUrl,
    null,
    "Base URL of any OpenAI-compatible server (ending in `/v1` for most); switches the `openai` provider on.",
  ),
  OPENAI_API_KEY: variable(z.string().min(1), null, "Key for that server, when it wants one."),
  TEKTON_PROVIDER: variable(
    oneOf(["auto", ...providerName.options]),
    "auto",
    "`auto`: Ollama when it answers, else the OpenAI-compatible server when configured, else the demo; or the name of one (`ollama`, `openai`, `demo`).",
  ),
  TEKTON_DEFAULT_MODEL: variable(
    z.string().min(1),
    null,
    "Model for specialists that name none; default: the first the provider lists.",
  ),
  TEKTON_TOKEN: variable(
    z.string().regex(/^[\w.~+/=-]{16,512}$/, "must be 16 to 512 letters, digits or any of . _ ~ + / = -"),
    null,
    "An admin bearer token. Once set, everything needs one.",
  ),
  TEKTON_PUBLIC_URL: variable(
    httpUrl,
    null,
    "The URL people use when it is not the listening address (behind a proxy); its host and origin are accepted.",
  ),
  TEKTON_ENCRYPTION_KEY: variable(
    z.string().min(1),
    null,
    "32 bytes as base64 or hex (several: newest first, comma-separated); default: a key file in the data directory, made at first start.",
  ),
  TEKTON_RATE_LIMIT: variable(
    wholeNumber(0, 1_000_000),
    null,
    "Requests a minute for each client, 0 = off; default 0 on loopback, 600 elsewhere.",
  ),
  TEKTON_MAX_PARALLEL: variable(
    wholeNumber(1, 1000),
    "20",
    "Runs at once for each provider; the rest wait in a queue.",
  ),
  TEKTON_FIRST_TOKEN_TIMEOUT_MS: variable(
    wholeNumber(1, 86_400_000),
    "300000",
    "How long a model may take to its first byte, loading included.",
  ),
  TEKTON_IDLE_TIMEOUT_MS: variable(
    wholeNumber(1, 86_400_000),
    "120000",
    "How long a model may be silent in mid-answer.",
  ),
  TEKTON_TOTAL_TIMEOUT_MS: variable(wholeNumber(1, 86_400_000), "1800000", "How long one answer may take altogether."),
  TEKTON_DEMO_DELAY_MS: variable(wholeNumber(0, 60_000), "20", "Pause of the demo provider between two tokens."),
  TEKTON_UI: variable(oneOf(["on", "off"]), "on", "`off` serves the APIs only, without the browser pages."),
  LOG_LEVEL: variable(
    oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]),
    "info",
    "How much is logged (JSON lines on standard error).",
  ),
} as const;

type Parsed = { [K in keyof typeof variables]: z.output<(typeof variables)[K]["form"]> | undefined };

export interface Env {
  readonly port: number;
  readonly host: string;
  readonly loopback: boolean;
  readonly dataDir: string;
  readonly databasePath: string;
  readonly ollamaUrl: string;
  readonly openaiUrl: string | null;
  readonly openaiKey: string | null;
  readonly provider: "auto" | z.infer<typeof providerName>;
  readonly defaultModel: string | null;
  readonly token: string | null;
  readonly publicUrl: string | null;
  readonly encryptionKey: string | undefined;
  readonly rateLimit: number;
  readonly maxParallel: number;
  readonly deadlines: { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };
  readonly demoDelayMs: number;
  readonly ui: boolean;
  readonly logLevel: string;
}

/** Thrown for bad configuration; its message is for the person at the console. */
export class EnvError extends Error {}

export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);

/** @throws EnvError naming every bad variable */
export function readEnv(source: Record<string, string | undefined>): Env {
  const problems: string[] = [];
  const parsed: Record<string, unknown> = {};
  for (const [name, { form, default: fallback }] of Object.entries(variables) as [string, Variable][]) {
    const raw = source[name]?.trim() || fallback;
    if (raw === null) continue;
    const result = form.safeParse(raw);
    if (result.success) parsed[name] = result.data;
    else problems.push(`  ${name} ${result.error.issues[0]?.message ?? "is not valid"}`);
  }
  if (problems.length > 0) {
    throw new EnvError(`These environment variables have values Tekton cannot use:\n${problems.join("\n")}`);
  }
  const v = parsed as Parsed;
  const required = <T>(value: T | undefined): T => value as T;
  const dataDir = resolve(required(v.TEKTON_DATA_DIR));
  const host = required(v.HOST);
  const loopback = isLoopback(host);
  return {
    port: source.PORT?.trim() ? required(v.PORT) : (v.TEKTON_RHETOR_PORT ?? required(v.PORT)),
    host,
    loopback,
    dataDir,
    databasePath: v.DATABASE_URL ? resolve(v.DATABASE_URL.slice("file:".length)) : join(dataDir, "tekton.db"),
    ollamaUrl: required(v.OLLAMA_HOST),
    openaiUrl: v.OPENAI_BASE_URL ?? null,
    openaiKey: v.OPENAI_API_KEY ?? null,
    provider: required(v.TEKTON_PROVIDER),
    defaultModel: v.TEKTON_DEFAULT_MODEL ?? null,
    token: v.TEKTON_TOKEN ?? null,
    publicUrl: v.TEKTON_PUBLIC_URL ?? null,
    encryptionKey: v.TEKTON_ENCRYPTION_KEY,
    rateLimit: v.TEKTON_RATE_LIMIT ?? (loopback ? 0 : 600),
    maxParallel: required(v.TEKTON_MAX_PARALLEL),
    deadlines: {
      firstByteMs: required(v.TEKTON_FIRST_TOKEN_TIMEOUT_MS),
      idleMs: required(v.TEKTON_IDLE_TIMEOUT_MS),
      totalMs: required(v.TEKTON_TOTAL_TIMEOUT_MS),
    },
    demoDelayMs: required(v.TEKTON_DEMO_DELAY_MS),
    ui: v.TEKTON_UI === "on",
    logLevel: required(v.LOG_LEVEL),
  };
}
