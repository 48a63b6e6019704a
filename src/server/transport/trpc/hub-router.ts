import type { HubChange } from "#contract/hub-changes.ts";
import type { HubStatus } from "#contract/hub-status.ts";
import { procedure, router } from "./trpc.ts";

interface Status extends HubStatus {
  readonly version: string;
  readonly actor: { readonly name: string; readonly role: "admin" | "user" };
  /** Whether tokens are in force, so that signing out means something. */
  readonly sign_in: boolean;
}

export const hubRouter = router({
  /** What has changed, one by one. */
  changes: procedure.subscription(async function* ({ ctx: { hub }, signal }): AsyncGenerator<HubChange> {
    for await (const batch of hub.changes.watch(signal ?? new AbortController().signal)) yield* batch;
  }),
  status: procedure.query(({ ctx: { hub, actor } }): Status => {
    const { name, role } = actor;
    return {
      ...hub.providers.status(),
      version: hub.version,
      actor: { name, role },
      sign_in: hub.authenticator.required,
    };
  }),
});
