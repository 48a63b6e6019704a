/**
 * The examples: those the hub came with, and over them what admins wrote and took out (rows of ExampleEdit). All
 * of them are kept in memory; rows change only through this store, which keeps the memory in step.
 *
 * A row of a shipped example counts only when it takes it out, a row of any other only when it does not: so an
 * update of the hub may add or drop examples under the rows.
 */
import type { RoutingExample } from "#contract/routing.ts";
import type { ExampleEdit, Prisma, PrismaClient } from "#server/db/generated/client.ts";
import { exampleId } from "./example-id.ts";
import { type Example, readExamples } from "./read-examples.ts";

type Transaction = Prisma.TransactionClient;

/** An example in its place of the list: the newest written here first, then the shipped ones in their order. */
export interface PlacedExample extends RoutingExample {
  /** The list is in the order of these texts. */
  readonly place: string;
}

/** Who changes it, and when (epoch ms). */
export interface Edited {
  readonly by: string;
  readonly at: number;
}

export class ExampleStore {
  readonly #shipped: readonly PlacedExample[];
  readonly #shippedIds: ReadonlySet<string>;
  #current: readonly PlacedExample[] = [];
  #removed: readonly PlacedExample[] = [];
  #byId: ReadonlyMap<string, PlacedExample> = new Map();

  constructor(
    private readonly db: PrismaClient,
    shipped: readonly Example[],
  ) {
    this.#shipped = shipped.map((example, i) => ({
      ...example,
      id: exampleId(example),
      origin: "shipped",
      place: `1${String(i).padStart(placeDigits, "0")}`,
    }));
    this.#shippedIds = new Set(this.#shipped.map(({ id }) => id));
  }

  /** What is learned from, in the order of the list. */
  all(): readonly PlacedExample[] {
    return this.#current;
  }

  /** Before any edit, in the order of training. */
  shipped(): Example[] {
    return this.#shipped.map(bare);
  }

  /** The shipped ones that were taken out. */
  removed(): readonly PlacedExample[] {
    return this.#removed;
  }

  isShipped(id: string): boolean {
    return this.#shippedIds.has(id);
  }

  find(id: string): PlacedExample | undefined {
    return this.#byId.get(id);
  }

  /** In the order of training: the shipped ones, then what was written here, the oldest first. */
  learned(): Example[] {
    const shipped = this.#current.filter(({ origin }) => origin === "shipped");
    const added = this.#current.filter(({ origin }) => origin === "added");
    return [...shipped, ...added.reverse()].map(bare);
  }

  /** Reads the rows; must be called once before the rest. */
  async load(): Promise<void> {
    const rows = await this.db.exampleEdit.findMany();
    const takenOut = new Set(rows.filter((row) => row.removed).map(exampleId));
    const added = rows
      .filter((row) => !row.removed)
      .map(toPlaced)
      .filter(({ id }) => !this.isShipped(id))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
    this.#current = [...added, ...this.#shipped.filter(({ id }) => !takenOut.has(id))];
    this.#removed = this.#shipped.filter(({ id }) => takenOut.has(id));
    this.#byId = new Map(this.#current.map((example) => [example.id, example]));
  }

  /** All that `work` writes, or nothing of it; the memory follows. */
  async write(work: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.db.$transaction(work);
    await this.load();
  }

  /** Adds it or, of a shipped one, puts it back. False when it is there. */
  async put(tx: Transaction, example: Example, edited: Edited): Promise<boolean> {
    const { row, shipped } = await this.#find(tx, example);
    if (shipped ? !row?.removed : row && !row.removed) return false;
    if (shipped) await tx.exampleEdit.delete({ where: keyOf(example) });
    else await upsert(tx, example, { ...edited, removed: false });
    return true;
  }

  /** Takes it out. False when it is not there. */
  async take(tx: Transaction, example: Example, edited: Edited): Promise<boolean> {
    const { row, shipped } = await this.#find(tx, example);
    if (shipped ? row?.removed : !row || row.removed) return false;
    if (shipped) await upsert(tx, example, { ...edited, removed: true });
    else await tx.exampleEdit.delete({ where: keyOf(example) });
    return true;
  }

  async #find(tx: Transaction, example: Example) {
    const row = await tx.exampleEdit.findUnique({ where: keyOf(example) });
    return { row, shipped: this.isShipped(exampleId(example)) };
  }
}

/** Reads the shipped examples and the rows. Throws Error when the shipped ones cannot be read. */
export async function openExampleStore(db: PrismaClient, shipped?: readonly Example[]): Promise<ExampleStore> {
  const store = new ExampleStore(db, shipped ?? (await readExamples()));
  await store.load();
  return store;
}

const bare = ({ text, capability }: Example): Example => ({ text, capability });

const keyOf = ({ capability, text }: Example) => ({ capability_text: { capability, text } });

async function upsert(tx: Transaction, example: Example, edit: Edited & { removed: boolean }): Promise<void> {
  const { capability, text } = example;
  const written = { by: edit.by, at: new Date(edit.at), removed: edit.removed };
  await tx.exampleEdit.upsert({
    where: keyOf(example),
    create: { capability, text, ...written },
    update: written,
  });
}

const placeDigits = 16;
/** Milliseconds are counted down from here, so that the newest is first. */
const endOfTime = 1e15;

function toPlaced({ capability, text, at }: ExampleEdit): PlacedExample {
  const id = exampleId({ capability, text });
  const newestFirst = String(endOfTime - at.getTime()).padStart(placeDigits, "0");
  return { id, capability, text, origin: "added", place: `0${newestFirst}${id}` };
}
