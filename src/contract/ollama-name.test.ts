import { expect, test } from "vitest";
import { ollamaName } from "./ollama-name.ts";

test.each([
  ["llama3.2", "llama3.2:latest"],
  ["Llama3.2:3B", "llama3.2:3b"],
  ["library/llama3.2:3b", "llama3.2:3b"],
  ["registry.ollama.ai/library/llama3.2", "llama3.2:latest"],
  ["someone/llama3.2", "someone/llama3.2:latest"],
  ["hf.co/someone/model:Q4_K_M", "hf.co/someone/model:q4_k_m"],
  ["models.example:5000/someone/model", "models.example:5000/someone/model:latest"],
  ["models.example:5000/someone/model:1b", "models.example:5000/someone/model:1b"],
])("%s is %s", (written, name) => {
  expect(ollamaName(written)).toBe(name);
  expect(ollamaName(name)).toBe(name);
});
