/** Training takes seconds: it has a thread of its own, so that the hub's does not stand still. */
import { Worker } from "node:worker_threads";
import { Model } from "./model.ts";
import type { Example } from "./read-examples.ts";

/**
 * `signal` ends the thread.
 *
 * @throws Error what training throws, or that it was ended
 */
export async function trainInWorker(examples: readonly Example[], signal?: AbortSignal): Promise<Model> {
  const worker = new Worker(new URL("./training-worker.js", import.meta.url), { workerData: examples, execArgv: [] });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener("abort", stop);
  try {
    return await new Promise((resolve, reject) => {
      worker.once("message", (bytes: Uint8Array) => resolve(Model.fromBytes(bytes)));
      worker.once("error", reject);
      // After a message or an error this changes nothing.
      worker.once("exit", (code) => reject(new Error(`The training thread ended with code ${code} and no model.`)));
    });
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
