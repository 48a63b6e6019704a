import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { EnvError, isLoopback, readEnv, variables } from "./env.ts";

const refusal = (source: Record<string, string>): string => {
  try {
    readEnv(source);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};

const bad: Record<keyof typeof variables, string[]> = {
  PORT: ["http", "-1", "65536", "80.5", "1e3", "0x50"],
  TEKTON_RHETOR_PORT: ["eighty", "70000"],
  HOST: [],
  TEKTON_DATA_DIR: [],
  DATABASE_URL: ["postgres://db/tekton", "file:", "/var/tekton.db"],
  OLLAMA_HOST: ["ftp://box", "http://", "two words", "box:port", "http://box:99999"],
  OPENAI_BASE_URL: ["localhost:1234", "ws://box", "nonsense"],
  OPENAI_API_KEY: [],
  TEKTON_PROVIDER: ["Ollama", "none"],
  TEKTON_DEFAULT_MODEL: [],
  TEKTON_TOKEN: ["short", "has spaces in the middle", "semicolon;inside-the-token", `${"x".repeat(513)}`],
  TEKTON_PUBLIC_URL: ["tekton.example", "ftp://tekton.example"],
  TEKTON_ENCRYPTION_KEY: [],
  TEKTON_RATE_LIMIT: ["many", "-1", "1000001"],
  TEKTON_MAX_PARALLEL: ["0", "1001", "2.5"],
  TEKTON_FIRST_TOKEN_TIMEOUT_MS: ["0", "soon", "86400001"],
  TEKTON_IDLE_TIMEOUT_MS: ["0", "never"],
  TEKTON_TOTAL_TIMEOUT_MS: ["0", "30m"],
  TEKTON_DEMO_DELAY_MS: ["-5", "60001"],
  TEKTON_UI: ["yes", "0"],
  LOG_LEVEL: ["verbose", "INFO"],
};

describe("the environment", () => {
  test("without any variable the hub listens on loopback at 8003 and stores beside itself", () => {
    expect(readEnv({})).toMatchObject({
      port: 8003,
      host: "127.0.0.1",
      loopback: true,
      dataDir: resolve("data"),
      databasePath: resolve("data/tekton.db"),
      ollamaUrl: "http://127.0.0.1:11434",
      openaiUrl: null,
      openaiKey: null,
      provider: "auto",
      defaultModel: null,
      token: null,
      publicUrl: null,
      encryptionKey: undefined,
      rateLimit: 0,
      maxParallel: 20,
      ui: true,
      logLevel: "info",
    });
  });

  test("a blank value is an unset one", () => {
    const blank = Object.fromEntries(Object.keys(variables).map((name) => [name, "  "]));
    expect(readEnv(blank)).toEqual(readEnv({}));
  });

  test("every variable is read", () => {
    const env = readEnv({
      PORT: " 9000 ",
      HOST: "0.0.0.0",
      TEKTON_DATA_DIR: "/var/tekton",
      OLLAMA_HOST: "box",
      OPENAI_BASE_URL: "https://models.example/v1/",
      OPENAI_API_KEY: "key",
      TEKTON_PROVIDER: "openai",
      TEKTON_DEFAULT_MODEL: "m",
      TEKTON_TOKEN: "0123456789abcdef+/=",
      TEKTON_PUBLIC_URL: "https://tekton.example/",
      TEKTON_ENCRYPTION_KEY: "k",
      TEKTON_MAX_PARALLEL: "3",
      TEKTON_FIRST_TOKEN_TIMEOUT_MS: "1",
      TEKTON_IDLE_TIMEOUT_MS: "2",
      TEKTON_TOTAL_TIMEOUT_MS: "3",
      TEKTON_DEMO_DELAY_MS: "0",
      TEKTON_UI: "off",
      LOG_LEVEL: "trace",
    });
    expect(env).toEqual({
      port: 9000,
      host: "0.0.0.0",
      loopback: false,
      dataDir: "/var/tekton",
      databasePath: join("/var/tekton", "tekton.db"),
      ollamaUrl: "http://box:11434",
      openaiUrl: "https://models.example/v1",
      openaiKey: "key",
      provider: "openai",
      defaultModel: "m",
      token: "0123456789abcdef+/=",
      publicUrl: "https://tekton.example",
      encryptionKey: "k",
      rateLimit: 600,
      maxParallel: 3,
      deadlines: { firstByteMs: 1, idleMs: 2, totalMs: 3 },
      demoDelayMs: 0,
      ui: false,
      logLevel: "trace",
    });
    expect(readEnv({ DATABASE_URL: "file:/srv/t.db", TEKTON_RATE_LIMIT: "5" })).toMatchObject({
      databasePath: "/srv/t.db",
      rateLimit: 5,
    });
  });

  test.each([
    [{}, 8003],
    [{ TEKTON_RHETOR_PORT: "8100" }, 8100],
    [{ PORT: "", TEKTON_RHETOR_PORT: "8100" }, 8100],
    [{ PORT: "8200", TEKTON_RHETOR_PORT: "8100" }, 8200],
    [{ PORT: "8003", TEKTON_RHETOR_PORT: "8100" }, 8003],
    [{ PORT: "0" }, 0],
  ])("%j means port %i", (source, port) => {
    expect(readEnv(source).port).toBe(port);
  });

  test.each([
    ["box", "http://box:11434"],
    ["box:8080", "http://box:8080"],
    [":11500", "http://127.0.0.1:11500"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:80", "http://127.0.0.1"],
    ["http://0.0.0.0:11434/", "http://127.0.0.1:11434"],
    ["[::]:11434", "http://127.0.0.1:11434"],
    ["::1", "http://[::1]:11434"],
    ["[::1]", "http://[::1]:11434"],
    ["[::1]:8080", "http://[::1]:8080"],
    ["http://box", "http://box"],
    ["https://box", "https://box"],
    ["https://box:8443/ollama/", "https://box:8443/ollama"],
    ["box/behind/proxy", "http://box:11434/behind/proxy"],
  ])("OLLAMA_HOST=%s is %s, as for Ollama itself", (raw, url) => {
    expect(readEnv({ OLLAMA_HOST: raw }).ollamaUrl).toBe(url);
  });

  test.each(Object.entries(bad).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    "%s=%s stops the start with a message that names it and not its value",
    (name, value) => {
      const message = refusal({ [name]: value });
      expect(message).toMatch(new RegExp(`^ {2}${name} must be`, "m"));
      if (name === "TEKTON_TOKEN") expect(message).not.toContain(value);
    },
  );

  test("one message names every bad variable, a line each", () => {
    const names = Object.keys(bad).filter((name) => bad[name as keyof typeof bad].length > 0);
    const source = Object.fromEntries(names.map((name) => [name, bad[name as keyof typeof bad][0] ?? ""]));
    const [first, ...lines] = refusal(source).split("\n");
    expect(first).toBe("These environment variables have values Tekton cannot use:");
    expect(lines.map((line) => line.trim().split(" ")[0])).toEqual(names);
  });

  test.each([
    ["127.0.0.1", true],
    ["127.9.9.9", true],
    ["localhost", true],
    ["::1", true],
    ["[::1]", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.168.1.5", false],
    ["127.0.0.1.evil.example", false],
    ["localhost.evil.example", false],
  ])("%s is loopback: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
