import type { Specialist } from "#contract/specialist.ts";
import { procedure, router } from "./trpc.ts";

interface ListedSpecialist extends Specialist {
  /** Enabled, and a provider would answer now. */
  readonly available: boolean;
  /** What would answer; the model is null when nothing would. */
  readonly resolved: { readonly provider: string; readonly model: string | null };
}

export const specialistsRouter = router({
  list: procedure.query(({ ctx: { hub } }): ListedSpecialist[] =>
    hub.specialists.all().map((specialist) => {
      const runsOn = hub.providers.preview(specialist);
      return {
        ...specialist,
        available: specialist.enabled && runsOn !== null,
        resolved: runsOn ?? { provider: specialist.provider ?? hub.providers.current().name, model: null },
      };
    }),
  ),
});
