import type { Problems } from "./check-draft.ts";
import type { OrchestrationDraft } from "./orchestration-draft.ts";

/** What every group of settings is given. */
export interface DraftEditing {
  readonly draft: OrchestrationDraft;
  readonly change: (change: Partial<OrchestrationDraft>) => void;
  readonly problems: Problems;
  /** Only admins change settings. */
  readonly editable: boolean;
}
