/**
 * Names of models as Ollama reads them: without case, without a tag meaning `latest`, and its own
 * registry and library left out.
 */

/** The same for all ways to write one model's name. */
export const ollamaName = (name: string): string => {
  const short = name
    .toLowerCase()
    .replace(/^registry\.ollama\.ai\//, "")
    .replace(/^library\//, "");
  return short.slice(short.lastIndexOf("/") + 1).includes(":") ? short : `${short}:latest`;
};

/**
 * Whether it can be the name of a model: nothing that a terminal takes for more than a word, since
 * people are told to type `ollama pull` and the name, and nothing it takes for an option.
 */
export const isOllamaName = (name: string): boolean => /^[a-z\d][\w.:/@-]{0,199}$/i.test(name);
