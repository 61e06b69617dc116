import { expect, test } from 'vitest';
import { droppedData } from './losses.ts';

test('names tables and columns that a script deletes, and nothing else', () => {
  const script = `-- AlterTable
ALTER TABLE "core"."users" DROP COLUMN "phone",
DROP COLUMN "fax",
ADD COLUMN     "mobile" TEXT;

-- DropForeignKey
ALTER TABLE "core"."notes" DROP CONSTRAINT "notes_fkey";

-- DropTable
DROP TABLE "core"."notes";

-- CreateTable
CREATE TABLE "core"."texts" ("id" UUID NOT NULL);
`;
  expect(droppedData(script)).toEqual([
    'column core.users.phone',
    'column core.users.fax',
    'table core.notes',
  ]);
});
