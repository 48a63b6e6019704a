/**
 * What admins do to the examples: add, edit, remove, restore. Each is one transaction; the router learns from the
 * outcome a moment later.
 */
import { capabilityNames } from "#contract/declared-capabilities.ts";
import type { RoutingExample } from "#contract/routing.ts";
import type { Actor } from "#server/kernel/actor.ts";
import { AppError } from "#server/kernel/app-error.ts";
import { exampleId } from "./example-id.ts";
import type { Edited } from "./example-store.ts";
import type { Example } from "./read-examples.ts";
import type { RoutingDeps } from "./routing-deps.ts";

/** @throws AppError CONFLICT when it is there, BAD_REQUEST when nobody could ever have the capability */
export async function addExample(deps: RoutingDeps, actor: Actor, example: Example): Promise<RoutingExample> {
  checkCapability(deps, example.capability);
  await deps.examples.write(async (tx) => {
    if (!(await deps.examples.put(tx, example, edited(deps, actor)))) throw isThere(example);
  });
  return changed(deps, example);
}

/**
 * Puts another example in its place, which has an id of its own. A shipped one counts as taken out and can be
 * restored.
 *
 * @throws AppError NOT_FOUND, CONFLICT when the new one is there, BAD_REQUEST as `addExample`
 */
export async function editExample(
  deps: RoutingDeps,
  actor: Actor,
  { id, text, capability }: { readonly id: string; readonly text: string; readonly capability?: string | undefined },
): Promise<RoutingExample> {
  const old = find(deps, id);
  const example = { text, capability: capability ?? old.capability };
  checkCapability(deps, example.capability);
  await deps.examples.write(async (tx) => {
    if (!(await deps.examples.take(tx, old, edited(deps, actor)))) throw notFound();
    if (!(await deps.examples.put(tx, example, edited(deps, actor)))) throw isThere(example);
  });
  return changed(deps, example);
}

/** Deletes what was written here; takes a shipped one out. @throws AppError NOT_FOUND */
export async function removeExample(deps: RoutingDeps, actor: Actor, id: string): Promise<{ readonly id: string }> {
  const example = find(deps, id);
  await deps.examples.write(async (tx) => {
    if (!(await deps.examples.take(tx, example, edited(deps, actor)))) throw notFound();
  });
  deps.router.examplesChanged();
  return { id };
}

/** Puts a shipped one back. @throws AppError NOT_FOUND, CONFLICT when it was not taken out */
export async function restoreExample(deps: RoutingDeps, actor: Actor, id: string): Promise<RoutingExample> {
  const example = deps.examples.removed().find((removed) => removed.id === id) ?? find(deps, id);
  await deps.examples.write(async (tx) => {
    if (!(await deps.examples.put(tx, example, edited(deps, actor)))) throw isThere(example);
  });
  return changed(deps, example);
}

const edited = ({ clock }: RoutingDeps, actor: Actor): Edited => ({ by: actor.name, at: clock.now() });

/** Tells the router; the example as it is now. */
function changed({ router, examples }: RoutingDeps, { capability, text }: Example): RoutingExample {
  router.examplesChanged();
  const id = exampleId({ capability, text });
  return { id, capability, text, origin: examples.isShipped(id) ? "shipped" : "added" };
}

/** One that is misspelt would be learned and lead nowhere. */
function checkCapability({ examples, registry }: RoutingDeps, capability: string): void {
  const known =
    examples.all().some((example) => example.capability === capability) ||
    registry().some(({ capabilities }) => capabilityNames(capabilities).has(capability));
  if (known) return;
  const message = "is no capability of any specialist, nor of the examples";
  throw new AppError("BAD_REQUEST", `The request does not fit. capability: "${capability}" ${message}.`, {
    issues: [{ path: "capability", message }],
  });
}

function find({ examples }: Pick<RoutingDeps, "examples">, id: string) {
  const example = examples.find(id);
  if (!example) throw notFound();
  return example;
}

const notFound = () => new AppError("NOT_FOUND", "There is no such example (any more).");

const isThere = (example: Example) =>
  new AppError("CONFLICT", `This is an example of ${example.capability} already.`, { id: exampleId(example) });
