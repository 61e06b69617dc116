import type { History } from './history.ts';

/** Enum values that are added and used in one file, extensions, and what else wants a transaction of its own. */
export const growingEnums: History = {
  migrations: {
    '0_init': `CREATE EXTENSION IF NOT EXISTS "citext";
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "Member" ("id" TEXT NOT NULL, "email" CITEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "Member_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Member_email_key" ON "Member"("email");
CREATE INDEX "Member_email_trgm" ON "Member" USING gin ("email" gin_trgm_ops);
INSERT INTO "Member" VALUES ('1', 'A@example.com', 'ADMIN');
`,
    '1_added_and_used': `-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'OWNER; of it';

-- The new value at once.
UPDATE "Member" SET "role" = 'OWNER; of it' WHERE "role" = 'ADMIN';
ALTER TABLE "Member" ALTER COLUMN "role" SET DEFAULT 'OWNER; of it';
`,
    '2_two_values': `ALTER TYPE "Role" ADD VALUE 'GUEST' BEFORE 'USER';
ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'BOT';
`,
    '3_replaced': `-- As Prisma writes it when values are removed.
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('GUEST', 'USER', 'OWNER');
ALTER TABLE "Member" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "Member" ALTER COLUMN "role" TYPE "Role_new" USING (replace("role"::text, '; of it', '')::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "Member" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;
`,
    '4_created_and_used': `CREATE TYPE "Mood" AS ENUM ('OK');
ALTER TYPE "Mood" ADD VALUE 'BAD';
CREATE TABLE "Diary" ("id" INTEGER PRIMARY KEY, "mood" "Mood" NOT NULL DEFAULT 'BAD');
`,
    '5_vacuum': 'VACUUM ANALYZE "Member";\n',
    '6_session': `SELECT pg_catalog.set_config('search_path', '', false);
SET statement_timeout = '30s';
ALTER TABLE public."Diary" ADD COLUMN "text" text;
`,
  },
  models: `
enum Role {
  GUEST
  USER
  OWNER
}

enum Mood {
  OK
  BAD
}

model Member {
  id    String @id
  email String @unique @db.Citext
  role  Role   @default(USER)

  @@index([email(ops: raw("gin_trgm_ops"))], map: "Member_email_trgm", type: Gin)
}

model Diary {
  id   Int     @id
  mood Mood    @default(BAD)
  text String?
}
`,
  proof: `SELECT (SELECT role FROM "Member")::text = 'OWNER' AS moved,
    (SELECT count(*) FROM "Member" WHERE email = 'a@EXAMPLE.com') = 1 AS case_insensitive`,
};
