/** What a client hears when something that it may be showing has changed: read it again. */
export interface HubChange {
  readonly what: "registry" | "orchestration" | "routing" | "models";
  /** The specialist, when it is one. */
  readonly id?: string;
}
