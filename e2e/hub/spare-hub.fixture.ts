/**
 * The process of a hub that is to start at once when it is told: everything is loaded, nothing opened,
 * and it says so. A line on standard input lets the real entry point go.
 */
import { once } from "node:events";
import "#server/hub.ts";
import "#server/transport/http/http-server.ts";
import "#server/transport/http/pages.ts";
import { loadedLine } from "./spawn-hub.ts";

process.stdout.write(`${loadedLine}\n`);
await once(process.stdin, "data");
process.stdin.destroy();
await import("#server/main.ts");
