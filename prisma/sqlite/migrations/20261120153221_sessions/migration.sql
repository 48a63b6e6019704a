-- DropIndex
DROP INDEX "Run_sessionId_idx";

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "contextUsed" INTEGER;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Message" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sessionId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "specialistId" TEXT,
    "content" TEXT,
    "status" TEXT,
    "runId" TEXT,
    "clientMessageId" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Message_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Message_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_Message" ("clientMessageId", "content", "createdAt", "id", "ownerId", "position", "role", "runId", "sessionId", "specialistId")
SELECT m."clientMessageId", m."content", m."createdAt", m."id", s."ownerId", m."position", m."role", m."runId", m."sessionId",
  COALESCE(m."specialistId", (SELECT a."specialistId" FROM "Message" a WHERE a."sessionId" = m."sessionId" AND a."position" = m."position" + 1))
FROM "Message" m JOIN "Session" s ON s."id" = m."sessionId";
DROP TABLE "Message";
ALTER TABLE "new_Message" RENAME TO "Message";
CREATE INDEX "Message_ownerId_specialistId_createdAt_id_idx" ON "Message"("ownerId", "specialistId", "createdAt", "id");
CREATE INDEX "Message_runId_idx" ON "Message"("runId");
CREATE UNIQUE INDEX "Message_sessionId_position_key" ON "Message"("sessionId", "position");
CREATE UNIQUE INDEX "Message_sessionId_clientMessageId_key" ON "Message"("sessionId", "clientMessageId");
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "specialistId" TEXT NOT NULL,
    "title" TEXT,
    "contextWindow" INTEGER NOT NULL DEFAULT 10,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "metadata" TEXT,
    "createdAt" DATETIME NOT NULL,
    "lastActivityAt" DATETIME NOT NULL,
    "ttlSeconds" INTEGER NOT NULL DEFAULT 3600,
    "expiresAt" DATETIME NOT NULL,
    "deletedAt" DATETIME
);
-- Conversations begun before there was an expiry get what the browser's get: 30 days from their last message.
INSERT INTO "new_Session" ("contextWindow", "createdAt", "expiresAt", "id", "lastActivityAt", "ownerId", "shared", "specialistId", "title", "ttlSeconds")
SELECT "contextWindow", "createdAt", strftime('%Y-%m-%dT%H:%M:%f+00:00', "lastActivityAt", '+30 days'), "id", "lastActivityAt", "ownerId", "shared", "specialistId", "title", 2592000
FROM "Session";
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE INDEX "Session_ownerId_lastActivityAt_id_idx" ON "Session"("ownerId", "lastActivityAt", "id");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
CREATE INDEX "Session_deletedAt_idx" ON "Session"("deletedAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Run_sessionId_endedAt_idx" ON "Run"("sessionId", "endedAt");
