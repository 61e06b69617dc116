import { expect, test } from 'vitest';
import { safeSteps } from './safe-steps.ts';

test('leaves what hurts nobody as it is', async () => {
  const script = `-- CreateTable
CREATE TABLE "core"."notes" (
    "id" UUID NOT NULL,

    CONSTRAINT "notes_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "core"."users" ADD COLUMN     "phone" TEXT;

-- CreateIndex
CREATE INDEX "notes_idx" ON "core"."notes"("id");

-- AddForeignKey
ALTER TABLE "core"."notes" ADD CONSTRAINT "notes_fkey" FOREIGN KEY ("id") REFERENCES "core"."users"("id");`;
  expect(await safeSteps(script)).toEqual({ migration: script, back: '', followUps: [], required: [] });
});

test('moves index builds, and what reads all rows, into migrations that follow', async () => {
  const script = `/*
  Warnings:

  - Made the column \`phone\` required.

*/
-- DropIndex
DROP INDEX "core"."users_old_idx";

-- AlterTable
ALTER TABLE "core"."users" ADD COLUMN     "fax" TEXT,
ALTER COLUMN "phone" SET NOT NULL,
ALTER COLUMN "phone" SET DEFAULT '';

-- AlterTable
ALTER TABLE "core"."teams" ALTER COLUMN "name" SET NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "users_phone_key" ON "core"."users"("phone");

-- CreateIndex
CREATE INDEX "users_fax_idx" ON "core"."users"("fax");

-- AddForeignKey
ALTER TABLE "core"."users" ADD CONSTRAINT "users_team_fkey" FOREIGN KEY ("team_id") REFERENCES "core"."teams"("id") ON DELETE CASCADE;
`;
  const { migration, back, followUps, required } = await safeSteps(script);
  expect(migration).toBe(`/*
  Warnings:

  - Made the column \`phone\` required.

*/
-- DropIndex
DROP INDEX "core"."users_old_idx";

-- AlterTable
ALTER TABLE "core"."users" ADD COLUMN     "fax" TEXT,
ALTER COLUMN "phone" SET DEFAULT '';

-- AddForeignKey
ALTER TABLE "core"."users" ADD CONSTRAINT "users_team_fkey" FOREIGN KEY ("team_id") REFERENCES "core"."teams"("id") ON DELETE CASCADE NOT VALID;

ALTER TABLE "core"."users" ADD CONSTRAINT "users_phone_required" CHECK ("phone" IS NOT NULL) NOT VALID;
ALTER TABLE "core"."teams" ADD CONSTRAINT "teams_name_required" CHECK ("name" IS NOT NULL) NOT VALID;
`);
  expect(back).toBe(`ALTER TABLE "core"."teams" DROP CONSTRAINT "teams_name_required";
ALTER TABLE "core"."users" DROP CONSTRAINT "users_phone_required";
`);
  expect(required).toEqual(['core.users.phone', 'core.teams.name']);
  expect(followUps.map(({ suffix }) => suffix)).toEqual(['indexes', 'validate']);
  expect(followUps[0]).toMatchObject({
    migration: `CREATE UNIQUE INDEX CONCURRENTLY "users_phone_key" ON "core"."users"("phone");
CREATE INDEX CONCURRENTLY "users_fax_idx" ON "core"."users"("fax");
`,
    rollback: `DROP INDEX CONCURRENTLY IF EXISTS "core"."users_fax_idx";
DROP INDEX CONCURRENTLY IF EXISTS "core"."users_phone_key";
`,
  });
  expect(followUps[1]?.migration).toBe(`ALTER TABLE "core"."users" VALIDATE CONSTRAINT "users_phone_required";
ALTER TABLE "core"."users" ALTER COLUMN "phone" SET NOT NULL;
ALTER TABLE "core"."users" DROP CONSTRAINT "users_phone_required";
ALTER TABLE "core"."teams" VALIDATE CONSTRAINT "teams_name_required";
ALTER TABLE "core"."teams" ALTER COLUMN "name" SET NOT NULL;
ALTER TABLE "core"."teams" DROP CONSTRAINT "teams_name_required";
ALTER TABLE "core"."users" VALIDATE CONSTRAINT "users_team_fkey";
`);
});

test('leaves nothing where all is index builds', async () => {
  const { migration, followUps } = await safeSteps(
    '-- CreateIndex\nCREATE INDEX "a" ON "core"."users"("b");\n',
  );
  expect(migration).toBe('');
  expect(followUps).toHaveLength(1);
});
