/** The tokens of an answer: what a script says, or a text that names the model and quotes the question. */
import { type Asked, lastUserMessage } from "./asked.ts";
import type { Script } from "./script.ts";

const cut = (text: string, split: Script["split"] = "word"): string[] => {
  if (split === "word") return text.match(/\s*\S+|\s+/g) ?? [];
  const points = [...text];
  const tokens: string[] = [];
  for (let at = 0; at < points.length; at += split) tokens.push(points.slice(at, at + split).join(""));
  return tokens;
};

const defaultText = (asked: Asked): string => {
  const words = lastUserMessage(asked).trim().split(/\s+/);
  const quote = words.length > 8 ? `${words.slice(0, 8).join(" ")} …` : words.join(" ");
  return `This is ${asked.model}, a scripted model. You wrote: "${quote}". It has no opinion, but answers every time.`;
};

export const answerTokens = (script: Script, asked: Asked): string[] =>
  script.tokens ?? cut(script.text ?? (script.echo ? lastUserMessage(asked) : defaultText(asked)), script.split);
