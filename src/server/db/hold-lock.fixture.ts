/** A child process for tests: takes the lock on the database named by its argument, says how that went, and stays. */
import { acquireLock } from "./lock-file.ts";

const [path = ""] = process.argv.slice(2);
try {
  await acquireLock(path, { port: 8003 });
  process.stdout.write("held\n");
  setInterval(() => {}, 1_000);
} catch (error) {
  process.stdout.write(`refused: ${error instanceof Error ? error.message : String(error)}\n`);
}
