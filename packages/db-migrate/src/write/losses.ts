/** What a script written by Prisma deletes: `table core.users`, `column core.users.name`. */
export function droppedData(script: string): string[] {
  // Prisma writes one statement a block, and no semicolon at a line's end inside one.
  return script.split(/;\s*$/m).flatMap((statement) => {
    const [, tables] = /^DROP TABLE (.+)/ms.exec(statement) ?? [];
    if (tables)
      return [...tables.matchAll(/"([^"]+)"\."([^"]+)"/g)].map(
        ([, schema, name]) => `table ${schema}.${name}`,
      );
    const [, schema, table, actions = ''] = /^ALTER TABLE "([^"]+)"\."([^"]+)"(.+)/ms.exec(statement) ?? [];
    return [...actions.matchAll(/\bDROP COLUMN "([^"]+)"/g)].map(
      ([, column]) => `column ${schema}.${table}.${column}`,
    );
  });
}
