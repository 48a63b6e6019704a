/** The rows of broadcasts: the message and its lanes; what the lanes answered stands in their runs. */
import { z } from "zod";
import type { ContentCodec } from "#server/db/content-codec.ts";
import type { Broadcast, Prisma, PrismaClient, Run } from "#server/db/generated/client.ts";
import type { Actor } from "#server/kernel/actor.ts";

export const lane = z.object({ lane_id: z.string(), specialist_id: z.string() });
export type Lane = z.infer<typeof lane>;

export interface StoredBroadcast {
  readonly id: string;
  readonly message: string;
  readonly lanes: readonly Lane[];
  readonly createdAt: Date;
  /** Every run of every lane, oldest first. */
  readonly runs: readonly Run[];
}

export class BroadcastStore {
  constructor(
    private readonly db: PrismaClient,
    private readonly codec: ContentCodec,
  ) {}

  async create(
    tx: Prisma.TransactionClient,
    actor: Actor,
    { id, message, lanes, createdAt }: Omit<StoredBroadcast, "runs">,
  ): Promise<void> {
    const sealed = this.codec.seal(message, { table: "Broadcast", row: id, column: "message" });
    await tx.broadcast.create({ data: { id, ownerId: actor.id, message: sealed, lanes: [...lanes], createdAt } });
  }

  /** The ids of all its runs, those of earlier tries included. */
  async runsOfLane(tx: Prisma.TransactionClient, broadcastId: string, laneId: string): Promise<string[]> {
    const rows = await tx.run.findMany({ where: { broadcastId, laneId }, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  async find(actor: Actor, id: string): Promise<StoredBroadcast | null> {
    const row = await this.db.broadcast.findFirst({
      where: { id, ownerId: actor.id },
      include: { runs: { orderBy: { id: "asc" } } },
    });
    return row && this.#open(row);
  }

  /** Newest first. `cursor` is the id of the last one of the page before. */
  async list(
    actor: Actor,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<StoredBroadcast[]> {
    const rows = await this.db.broadcast.findMany({
      where: { ownerId: actor.id, ...(cursor && { id: { lt: cursor } }) },
      orderBy: { id: "desc" },
      take: limit,
      include: { runs: { orderBy: { id: "asc" } } },
    });
    return rows.map((row) => this.#open(row));
  }

  #open(row: Broadcast & { runs: Run[] }): StoredBroadcast {
    const { id, createdAt, runs } = row;
    const message = this.codec.open(row.message, { table: "Broadcast", row: id, column: "message" });
    return { id, message, lanes: z.array(lane).parse(row.lanes), createdAt, runs };
  }
}
