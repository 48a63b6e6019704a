/** `npm start`: makes what is missing, then runs the hub in this process. */
import { prepare } from "./prepare.ts";

await prepare("client");
await (await import("#server/routing/open-model.ts")).openShippedModel();
if (process.env.TEKTON_UI !== "off") await prepare("pages");
Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
await import("#server/main.ts");
