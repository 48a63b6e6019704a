import type { AppError } from "#server/kernel/app-error.ts";
import type { ChatModel } from "./chat-model.ts";

/** A model that answers everything with one error: stands in where the real one cannot be had. */
export const refusingModel = (error: AppError): ChatModel => ({
  name: "demo",
  url: null,
  // biome-ignore lint/correctness/useYield: the stream fails before it begins
  async *chat() {
    throw error;
  },
  async models() {
    throw error;
  },
  async close() {},
});
