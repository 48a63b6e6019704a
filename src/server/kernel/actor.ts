/**
 * Who asks. Every use-case takes one; ownership is part of each query, so nobody, an admin included,
 * reads another's words. Without tokens there is one local actor, an admin.
 */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: "admin" | "user";
}

export const localActor: Actor = { id: "local", name: "local", role: "admin" };
