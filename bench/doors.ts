/** Every door that is measured: the two baselines first, then the hub's. */
import type { Door } from "./door.ts";
import { jsonDoor } from "./json-door.ts";
import { ollamaDoor } from "./ollama-door.ts";
import { sseDoor, sseV1, sseV2 } from "./sse-door.ts";
import type { Stage } from "./stage.ts";
import { trpcDoor } from "./trpc-door.ts";

export const createDoors = ({ upstream, proxy, hub }: Stage): readonly Door[] => [
  ollamaDoor("direct", "direct", upstream.url),
  ollamaDoor("proxy", "bare proxy", proxy.url),
  sseDoor(sseV2, hub.url),
  sseDoor(sseV1, hub.url),
  jsonDoor(hub.url),
  trpcDoor(hub.url),
];
