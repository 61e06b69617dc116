/** The part of Prisma's runtime data model that names are looked up in. */
export interface DataModel {
  readonly models: Readonly<
    Record<
      string,
      {
        readonly dbName: string | null;
        readonly fields: readonly {
          readonly name: string;
          readonly kind: string;
          readonly dbName?: string;
        }[];
      }
    >
  >;
}

export interface ConstraintFields {
  readonly model?: string;
  readonly fields: readonly string[];
}

/**
 * The fields behind a constraint, read from its name (`users_tenant_id_email_key`).
 *
 * PostgreSQL leaves the columns out of the error where row level security applies, so that the name is all there
 * is. Columns that the name does not spell out are left out; the tenant's never counts.
 */
export function fieldsOfConstraint(
  dataModel: DataModel,
  constraint: string,
  table: string | undefined,
): ConstraintFields {
  const found = Object.entries(dataModel.models)
    .map(([model, definition]) => ({ model, definition, table: definition.dbName ?? model }))
    .filter((candidate) => (table ? candidate.table === table : constraint.startsWith(`${candidate.table}_`)))
    .sort((a, b) => b.table.length - a.table.length)[0];
  if (!found) return { fields: [] };

  const columns = found.definition.fields
    .filter((field) => field.kind !== 'object')
    .map((field) => ({ field: field.name, column: field.dbName ?? field.name }))
    .sort((a, b) => b.column.length - a.column.length);
  const fields: string[] = [];
  let rest = constraint.startsWith(`${found.table}_`) ? constraint.slice(found.table.length + 1) : constraint;
  while (rest.length > 0) {
    const next = columns.find(({ column }) => rest === column || rest.startsWith(`${column}_`));
    if (next && next.column !== 'tenant_id') fields.push(next.field);
    const end = next ? next.column.length : rest.indexOf('_');
    rest = end < 0 ? '' : rest.slice(end + 1);
  }
  return { model: found.model, fields };
}
