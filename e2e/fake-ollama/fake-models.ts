/**
 * The models a fake Ollama has, and what `/api/tags`, `/api/ps` and `/api/show` say of them.
 *
 * Shapes and field order are Ollama's; digests and dates are derived from the name, so that two
 * starts list the same.
 */
import { createHash } from "node:crypto";

export interface FakeModel {
  readonly name: string;
  readonly sizeBytes?: number;
  readonly family?: string;
  readonly parameterSize?: string;
  readonly quantization?: string;
  readonly contextLength?: number;
  readonly capabilities?: readonly string[];
}

const gb = (n: number): number => Math.round(n * 1e9);

export const fakeModels: readonly FakeModel[] = [
  { name: "llama3.2:3b", sizeBytes: gb(2.019), family: "llama", parameterSize: "3.2B", contextLength: 131_072 },
  { name: "llama3.2:latest", sizeBytes: gb(2.019), family: "llama", parameterSize: "3.2B", contextLength: 131_072 },
  { name: "qwen2.5-coder:7b", sizeBytes: gb(4.683), family: "qwen2", parameterSize: "7.6B", contextLength: 32_768 },
  {
    name: "deepseek-r1:8b",
    sizeBytes: gb(5.225),
    family: "qwen3",
    parameterSize: "8.2B",
    contextLength: 131_072,
    capabilities: ["completion", "thinking"],
  },
  { name: "gemma3:4b", sizeBytes: gb(3.339), family: "gemma3", parameterSize: "4.3B", contextLength: 131_072 },
  { name: "mistral:7b", sizeBytes: gb(4.372), family: "llama", parameterSize: "7.2B", contextLength: 32_768 },
  {
    name: "nomic-embed-text:latest",
    sizeBytes: gb(0.274),
    family: "nomic-bert",
    parameterSize: "137M",
    quantization: "F16",
    contextLength: 2048,
    capabilities: ["embedding"],
  },
];

const digest = (name: string): string => createHash("sha256").update(name).digest("hex");

const details = (model: FakeModel) => {
  const family = model.family ?? "llama";
  return {
    parent_model: "",
    format: "gguf",
    family,
    families: [family],
    parameter_size: model.parameterSize ?? "3.2B",
    quantization_level: model.quantization ?? "Q4_K_M",
  };
};

const size = (model: FakeModel): number => model.sizeBytes ?? gb(2.019);

/** `name` as Ollama reads it: without case, and without a tag it means `:latest`. */
export const findModel = (models: readonly FakeModel[], name: string): FakeModel | undefined => {
  const wanted = [name.toLowerCase(), `${name.toLowerCase()}:latest`];
  return models.find((model) => wanted.includes(model.name.toLowerCase()));
};

export const tagEntry = (model: FakeModel) => ({
  name: model.name,
  model: model.name,
  modified_at: "2026-01-15T09:30:00.123456789Z",
  size: size(model),
  digest: digest(model.name),
  details: details(model),
});

export const psEntry = (model: FakeModel, contextLength: number, expiresAt: Date) => ({
  name: model.name,
  model: model.name,
  size: size(model),
  digest: digest(model.name),
  details: details(model),
  expires_at: expiresAt.toISOString(),
  size_vram: size(model),
  context_length: contextLength,
});

export const showEntry = (model: FakeModel) => {
  const architecture = model.family ?? "llama";
  return {
    license: "A licence would stand here.",
    modelfile: `FROM ${model.name}\n`,
    parameters: 'stop                           "<|eot_id|>"',
    template: "{{ .Prompt }}",
    details: details(model),
    model_info: {
      "general.architecture": architecture,
      "general.parameter_count": 3_212_749_888,
      [`${architecture}.context_length`]: model.contextLength ?? 131_072,
      [`${architecture}.embedding_length`]: 3072,
    },
    capabilities: model.capabilities ?? ["completion", "tools"],
    modified_at: "2026-01-15T09:30:00.123456789Z",
  };
};
