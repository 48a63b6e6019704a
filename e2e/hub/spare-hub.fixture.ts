/**
 * The process of a hub that is to start at once when it is told: everything is loaded, nothing opened.
 * A line on standard input lets the real entry point go.
 */
import { once } from "node:events";
import "#server/hub.ts";
import "#server/transport/http/http-server.ts";
import "#server/transport/http/pages.ts";

await once(process.stdin, "data");
process.stdin.destroy();
await import("#server/main.ts");
