import { afterEach, beforeEach, expect, it } from "vitest";
import { checkKeys } from "./check-keys.ts";
import { createContentCodec } from "./content-codec.ts";
import { createKey } from "./keyring.ts";
import { openTestDatabase } from "./open-test-database.ts";
import { reseal } from "./reseal.ts";
import { writeSealedRows } from "./sealed-rows.fixture.ts";

const [key, other] = [createKey(), createKey()];
let db: Awaited<ReturnType<typeof openTestDatabase>>;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.close());

const foreign = (row: string) => createContentCodec([other]).seal("x", { table: "Run", row, column: "content" });

it("an empty database goes with any key, and a filled one with the keys it is sealed with", async () => {
  await checkKeys(db.prisma, [key]);
  await writeSealedRows(db.prisma, [key], 50);
  await checkKeys(db.prisma, [key]);
  await checkKeys(db.prisma, [other, key]);
});

it("a key that is gone is named, with what to do", async () => {
  await writeSealedRows(db.prisma, [key], 50);
  const refusal = checkKeys(db.prisma, [other]);
  await expect(refusal).rejects.toMatchObject({
    code: "INTERNAL",
    message: expect.stringMatching(new RegExp(`${key.id} .*TEKTON_ENCRYPTION_KEY`)),
  });
});

it("the older key of a half-done rotation is missed when it is gone", async () => {
  await writeSealedRows(db.prisma, [key], 900);
  const cut = reseal(db.prisma, [other, key], () => {
    throw new Error("cut");
  });
  await expect(cut).rejects.toThrow("cut");
  await checkKeys(db.prisma, [other, key]);
  await expect(checkKeys(db.prisma, [other])).rejects.toThrow(key.id);
  await expect(checkKeys(db.prisma, [key])).rejects.toThrow(other.id);
});

it("one row that is damaged, of another key or no sealed text at all stops nothing; two of a key are no accident", async () => {
  await writeSealedRows(db.prisma, [key], 50);
  await db.prisma.run.update({
    where: { id: "r00049" },
    data: { content: foreign("r00049"), thinking: foreign("r00049") },
  });
  await db.prisma.session.update({ where: { id: "s00000" }, data: { title: "plain" } });
  await checkKeys(db.prisma, [key]);
  await db.prisma.run.update({ where: { id: "r00048" }, data: { content: foreign("r00048") } });
  await expect(checkKeys(db.prisma, [key])).rejects.toThrow(other.id);
});

it("the only row there is, sealed with another key, is no accident either", async () => {
  await db.prisma.session.create({
    data: {
      id: "s",
      ownerId: "local",
      specialistId: "apollo-ai",
      title: createContentCodec([key]).seal("x", { table: "Session", row: "s", column: "title" }),
      createdAt: new Date(),
      lastActivityAt: new Date(),
      expiresAt: new Date(),
    },
  });
  await expect(checkKeys(db.prisma, [other])).rejects.toThrow(key.id);
});
