/** Which script answers which request: the newest match wins, then the default. */
import { type Asked, lastUserMessage } from "./asked.ts";
import type { Script } from "./script.ts";

/** A predicate over the parsed body, or a part of the last user message. */
export type ScriptMatch = string | ((body: unknown) => boolean);

export class ScriptBook {
  defaultScript: Script;
  readonly #entries: { match: ScriptMatch; script: Script }[] = [];

  constructor(defaultScript: Script) {
    this.defaultScript = defaultScript;
  }

  add(match: ScriptMatch, script: Script): void {
    this.#entries.unshift({ match, script });
  }

  /** For a request that is no question: the newest script whose predicate takes it. */
  match(body: unknown): Script | undefined {
    return this.#entries.find(({ match }) => typeof match === "function" && match(body))?.script;
  }

  find(body: unknown, asked: Asked): Script {
    const question = lastUserMessage(asked);
    const hit = this.#entries.find(({ match }) => (typeof match === "string" ? question.includes(match) : match(body)));
    return hit?.script ?? this.defaultScript;
  }
}
