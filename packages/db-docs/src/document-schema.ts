import path from 'node:path';
import { type Datamodel, readDatamodel, readTables, type Table } from '@org/db-migrate';
import type { Catalog, CatalogForeignKey, CatalogTable } from './catalog/catalog.ts';
import { type Connection, readCatalog } from './catalog/read-catalog.ts';
import type {
  ForeignKeyDocumentation,
  GroupDocumentation,
  SchemaDocumentation,
  SystemDocumentation,
  TableDocumentation,
} from './schema-documentation.ts';
import { factsInWords } from './words/facts.ts';
import { prose } from './words/prose.ts';

/**
 * Documents the schema: what there is comes from the catalogs of a migrated database, so policies, checks, partial indexes,
 * triggers and grants are there; what it means comes from the comments of the schema files.
 *
 * @param client to a database with every migration applied, as a role that may read its catalogs; its `search_path` is changed
 * @param directory folder of the schema files; a file `<system>/<group>.prisma` makes a group
 * @throws MigrateError SCHEMA_INVALID, ANNOTATION_INVALID
 */
export async function documentSchema(client: Connection, directory: string): Promise<SchemaDocumentation> {
  const datamodel = await readDatamodel(directory);
  const tables = await readTables(directory);
  const systems = [...new Set(tables.map((table) => table.schema))].sort();
  const catalog = await readCatalog(client, systems);
  const describe = describeTable(catalog, datamodel, tables);
  return { systems: systems.map((name) => describeSystem(name, catalog, datamodel, describe)) };
}

function describeSystem(
  name: string,
  catalog: Catalog,
  datamodel: Datamodel,
  describe: (table: CatalogTable) => TableDocumentation,
): SystemDocumentation {
  const own = catalog.tables.filter((table) => table.schema === name).map(describe);
  const order = datamodel.models.map((model) => model.name);
  const groups = Map.groupBy(own, ({ model }) =>
    model === undefined ? 'internal' : path.posix.basename(datamodel.files.get(model) ?? '', '.prisma'),
  );
  const place = (table: TableDocumentation) =>
    table.model === undefined ? order.length : order.indexOf(table.model);
  return {
    name,
    groups: [...groups]
      .map(([group, tables]): GroupDocumentation => {
        return { name: group, tables: tables.toSorted((a, b) => place(a) - place(b)) };
      })
      .sort(
        (a, b) => Number(a.name === 'internal') - Number(b.name === 'internal') || compare(a.name, b.name),
      ),
    enums: catalog.enums
      .filter((one) => one.schema === name)
      .map((one) => ({
        name: one.name,
        meaning: meaningOfEnum(one, datamodel),
        values: one.values,
        usedBy: usesOf(one, catalog),
      })),
    functions: catalog.functions.filter((one) => one.schema === name),
  };
}

function describeTable(catalog: Catalog, datamodel: Datamodel, tables: readonly Table[]) {
  const models = new Map(datamodel.models.map((model) => [model.name, model]));
  const known = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]));
  const references = catalog.tables.flatMap((table) => table.foreignKeys.map((key) => ({ table, key })));
  return (table: CatalogTable): TableDocumentation => {
    const name = `${table.schema}.${table.name}`;
    const annotated = known.get(name);
    const model = annotated && models.get(annotated.model);
    return {
      ...table,
      model: model?.name,
      meaning: prose(model?.documentation),
      facts: annotated ? factsInWords(annotated) : ['Made by a migration; Prisma does not know it.'],
      columns: table.columns.map((column) => {
        const field = model?.fields.find(
          (one) => one.kind !== 'object' && (one.dbName ?? one.name) === column.name,
        );
        const encrypted = annotated?.encrypted.some((one) => one.column === column.name);
        const secret = annotated?.secrets.includes(column.name);
        return {
          ...column,
          field: field?.name,
          meaning: prose(field?.documentation),
          marks: encrypted ? ['encrypted'] : secret ? ['secret'] : [],
        };
      }),
      foreignKeys: table.foreignKeys.map((key) => describeForeignKey(table, key)),
      referredBy: references
        .filter(({ key }) => key.target === name)
        .map(({ table: from, key }) => ({
          table: `${from.schema}.${from.name}`,
          name: key.name,
          columns: key.columns,
        })),
    };
  };
}

function describeForeignKey(table: CatalogTable, key: CatalogForeignKey): ForeignKeyDocumentation {
  const unique = [
    table.primaryKey,
    ...table.indexes
      .filter((index) => index.unique && index.where === undefined)
      .map(({ columns }) => columns),
  ];
  return {
    ...key,
    optional: key.columns.some((name) => table.columns.find((column) => column.name === name)?.nullable),
    single: unique.some(
      (columns) => columns.length > 0 && columns.every((name) => key.columns.includes(name)),
    ),
  };
}

function meaningOfEnum({ schema, name }: Catalog['enums'][number], datamodel: Datamodel): string {
  const found = datamodel.enums.find(
    (one) => (one.dbName ?? one.name) === name && datamodel.files.get(one.name)?.startsWith(`${schema}/`),
  );
  return prose(found?.documentation);
}

function usesOf({ schema, name }: Catalog['enums'][number], catalog: Catalog): string[] {
  return catalog.tables.flatMap((table) =>
    table.columns
      .filter((column) => column.type.replace('[]', '') === `${schema}.${name}`)
      .map((column) => `${table.schema}.${table.name}.${column.name}`),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
