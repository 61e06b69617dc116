import type { History } from './history.ts';

const FOLDERS = 1000;
const FOLDERS_A_TABLE = 20;

/** A long history: each twentieth folder makes a table, the others add to it. */
export function thousandFolders(): History {
  const migrations: Record<string, string> = {};
  const columns = new Map<number, string[]>();
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const table = Math.floor(folder / FOLDERS_A_TABLE);
    const name = String(20200101000000 + folder);
    if (folder % FOLDERS_A_TABLE === 0) {
      columns.set(table, []);
      migrations[`${name}_table_${table}`] =
        `-- CreateTable\nCREATE TABLE "table_${table}" (\n    "id" SERIAL NOT NULL,\n\n    CONSTRAINT "table_${table}_pkey" PRIMARY KEY ("id")\n);\n`;
    } else {
      columns.get(table)?.push(`c${folder}`);
      migrations[`${name}_column_${folder}`] =
        `-- AlterTable\nALTER TABLE "table_${table}" ADD COLUMN     "c${folder}" TEXT;\n\n-- CreateIndex\nCREATE INDEX "table_${table}_c${folder}_idx" ON "table_${table}"("c${folder}");\n`;
    }
  }
  const models = [...columns].map(([table, names]) => {
    const fields = names.map((name) => `  ${name} String?`);
    const indexes = names.map((name) => `  @@index([${name}])`);
    return `model table_${table} {\n  id Int @id @default(autoincrement())\n${fields.join('\n')}\n\n${indexes.join('\n')}\n}\n`;
  });
  return {
    migrations,
    models: models.join('\n'),
    proof: `SELECT count(*) = ${FOLDERS} AS all FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
  };
}
