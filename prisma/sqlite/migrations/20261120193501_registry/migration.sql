-- CreateTable
CREATE TABLE "SpecialistVersion" (
    "specialistId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "fields" JSONB,

    PRIMARY KEY ("specialistId", "version")
);

-- CreateTable
CREATE TABLE "OrchestrationVersion" (
    "version" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "settings" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "ExampleEdit" (
    "capability" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "removed" BOOLEAN NOT NULL,
    "by" TEXT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("capability", "text")
);

-- CreateTable
CREATE TABLE "RunDay" (
    "specialistId" TEXT NOT NULL,
    "capability" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "durationMs" REAL NOT NULL DEFAULT 0,
    "firstTokenMs" REAL NOT NULL DEFAULT 0,
    "firstTokens" INTEGER NOT NULL DEFAULT 0,
    "up" INTEGER NOT NULL DEFAULT 0,
    "down" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("specialistId", "capability", "day")
);

-- Columns are added in place: the table may be large, and others refer to it.
ALTER TABLE "Run" ADD COLUMN "reason" TEXT;
ALTER TABLE "Run" ADD COLUMN "capability" TEXT;
ALTER TABLE "Run" ADD COLUMN "dryRun" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Run" ADD COLUMN "rating" INTEGER;

-- CreateIndex
CREATE INDEX "RunDay_day_idx" ON "RunDay"("day");

-- The figures so far, from the runs there are. What they were routed for was not recorded.
INSERT INTO "RunDay" ("specialistId", "capability", "day", "completed", "failed", "durationMs", "firstTokenMs", "firstTokens")
SELECT "specialistId", '', CAST(julianday("endedAt") - 2440587.5 AS INTEGER),
  SUM("status" = 'completed'), SUM("status" = 'failed'),
  SUM(CASE WHEN "status" = 'completed' THEN COALESCE("durationMs", 0) ELSE 0 END),
  SUM(CASE WHEN "status" = 'completed' THEN COALESCE("firstTokenMs", 0) ELSE 0 END),
  SUM("status" = 'completed' AND "firstTokenMs" IS NOT NULL)
FROM "Run" WHERE "status" IN ('completed', 'failed') AND "endedAt" IS NOT NULL
GROUP BY 1, 3;
