/**
 * The words for what goes wrong with a provider: one place that turns it into an AppError, and that
 * keeps secrets and long-winded pages out of what callers read.
 */
import type { ProviderName } from "#contract/specialist.ts";
import { AppError } from "#server/kernel/app-error.ts";
import type { DeadlineName } from "./outbound-deadlines.ts";

const label: Record<ProviderName, string> = {
  ollama: "Ollama",
  openai: "The OpenAI-compatible server",
  demo: "The demo provider",
};

const deadlineWords: Record<DeadlineName, string> = {
  first_byte: "sent nothing",
  idle: "sent nothing more",
  total: "did not finish its answer",
};

const maxQuoted = 300;

export class OutboundFault {
  readonly #provider: ProviderName;
  readonly #url: string;
  readonly #secrets: readonly string[];

  /**
   * @param url for people, without credentials
   * @param secrets never to be quoted
   */
  constructor(provider: ProviderName, url: string, secrets: readonly string[]) {
    this.#provider = provider;
    this.#url = url;
    this.#secrets = secrets.filter((secret) => secret !== "");
  }

  /** AI_UNAVAILABLE: a sentence that goes on after the provider's name, such as "is busy." */
  unavailable(sentence: string, details: Record<string, unknown> = {}, cause?: unknown): AppError {
    return new AppError("AI_UNAVAILABLE", `${this.name} ${sentence}`, { provider: this.#provider, ...details }, cause);
  }

  /** AI_UNAVAILABLE: nobody answers there. */
  unreachable(cause: Error): AppError {
    const code = "code" in cause && typeof cause.code === "string" ? ` (${cause.code})` : "";
    const advice = this.#provider === "ollama" ? "Start it with: ollama serve" : "Check its address.";
    return this.unavailable(`does not answer at ${this.#url}${code}. ${advice}`, {}, cause);
  }

  /** BAD_REQUEST: the provider will not take the request. */
  badRequest(said: string): AppError {
    return new AppError("BAD_REQUEST", `${this.name} refused the request: ${said}`, { provider: this.#provider });
  }

  /** TIMEOUT, naming the deadline. */
  timeout(deadline: DeadlineName, limitMs: number): AppError {
    return new AppError("TIMEOUT", `${this.name} ${deadlineWords[deadline]} within ${limitMs / 1000} s.`, {
      provider: this.#provider,
      deadline,
      limit_ms: limitMs,
    });
  }

  /** A provider's own words on one short line, without secrets. */
  quote(said: string): string {
    let line = said;
    for (const secret of this.#secrets) line = line.replaceAll(secret, "***");
    line = line
      .replace(/\b(?:sk|pk|key)-[\w-]{8,}/gi, "***")
      .replace(/\bBearer\s+[^\s,;]+/gi, "Bearer ***")
      .replace(/\/\/[^\s/@]+@/g, "//***@")
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim();
    return line.length > maxQuoted ? `${line.slice(0, maxQuoted)}…` : line;
  }

  get name(): string {
    return label[this.#provider];
  }
}
