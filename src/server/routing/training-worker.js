/**
 * The thread of `trainInWorker`: examples in, the bytes of a model out. JavaScript, because a thread does not
 * inherit what lets its parent read TypeScript.
 */
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { trainModel } = await import("./train-model.ts");
parentPort?.postMessage(trainModel(workerData).toBytes());
