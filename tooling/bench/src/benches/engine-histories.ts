/** A long history of migrations, and the models that it leads to. */
export interface LongHistory {
  readonly migrations: readonly { readonly name: string; readonly sql: string }[];
  readonly models: string;
}

const COLUMNS = Array.from({ length: 8 }, (_, index) => `"field_${index}" TEXT`);

/** 800 migrations of 2,300 statements in all: 200 tables, which the others add to. */
export function history800(): LongHistory {
  const migrations = Array.from({ length: 800 }, (_, index) => {
    const table = `"table_${Math.floor(index / 4)}"`;
    const column = `"added_${index}"`;
    const statements =
      index % 4 === 0
        ? [
            createTable(table),
            `CREATE UNIQUE INDEX "unique_${index}" ON ${table}("field_0");`,
            `CREATE INDEX "index_${index}" ON ${table}("field_1", "field_2");`,
          ]
        : [
            `ALTER TABLE ${table} ADD COLUMN     ${column} INTEGER NOT NULL DEFAULT 0;`,
            `CREATE INDEX "index_${index}" ON ${table}(${column});`,
            ...(index % 8 === 1 ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT;`]),
          ];
    return { name: nameOf(index), sql: `${statements.join('\n\n')}\n` };
  });
  return { migrations, models: '' };
}

/** 1,000 migrations that lead to 300 models; the schema has one column more than they, so that there is something to write. */
export function history1000(): LongHistory {
  const models = new Map<number, string[]>();
  const migrations = Array.from({ length: 1000 }, (_, index) => {
    const model = index % 300;
    const known = models.get(model);
    if (known === undefined) {
      models.set(model, []);
      return { name: nameOf(index), sql: `${createTable(`"Model${model}"`)}\n` };
    }
    known.push(`added_${index}`);
    return {
      name: nameOf(index),
      sql: `ALTER TABLE "Model${model}" ADD COLUMN     "added_${index}" INTEGER;\n`,
    };
  });
  models.get(0)?.push('not_yet');
  const written = [...models].map(([model, added]) => {
    const fields = COLUMNS.map((_, index) => `  field_${index} String?`);
    return `model Model${model} {\n  id Int @id @default(autoincrement())\n${fields.join('\n')}\n${added.map((name) => `  ${name} Int?`).join('\n')}\n}\n`;
  });
  return { migrations, models: written.join('\n') };
}

function createTable(table: string): string {
  const key = table.replaceAll('"', '');
  return `-- CreateTable\nCREATE TABLE ${table} (\n    "id" SERIAL NOT NULL,\n    ${COLUMNS.join(',\n    ')},\n\n    CONSTRAINT "${key}_pkey" PRIMARY KEY ("id")\n);`;
}

function nameOf(index: number): string {
  return `${20200101000000 + index}_step`;
}
