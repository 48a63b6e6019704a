/** `npm run dev`: the hub with pages compiled as they are asked for. */
import { prepare } from "./prepare.ts";

await prepare("client");
Object.assign(process.env, { NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" });
process.argv.push("--dev");
await import("#server/main.ts");
