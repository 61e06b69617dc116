import { MigrateError } from '../errors.ts';
import { type Annotations, parseAnnotations } from './annotations.ts';
import { parseFieldAnnotations } from './field-annotations.ts';
import { type DmmfField, type DmmfModel, type EncryptedField, factsOfModel } from './model-facts.ts';
import { readDatamodel } from './read-datamodel.ts';

/** A table as the schema files describe it, with the annotations that Prisma does not know. */
export interface Table extends Annotations {
  model: string;
  schema: string;
  name: string;
  /** Database column by field name; scalar fields only. */
  columns: Map<string, string>;
  /** Columns that never reach an audit payload: secret and encrypted ones, and blind indexes. */
  secrets: string[];
  /** Columns that must hold ciphertext only. */
  encrypted: EncryptedField[];
  /** Columns that number rows by a sequence. */
  numbered: string[];
  /** The column by whose month the rows lie in partitions. */
  partitionColumn?: string;
}

/**
 * Reads every `.prisma` file below a folder and returns its tables, in the order of the files.
 *
 * @param directory folder of the schema files
 * @throws MigrateError SCHEMA_INVALID when Prisma refuses the schema, ANNOTATION_INVALID for a bad annotation.
 */
export async function readTables(directory: string): Promise<Table[]> {
  const { models } = await readDatamodel(directory);
  return models.map(toTable);
}

function toTable(model: DmmfModel): Table {
  const scalars = model.fields.filter((field) => field.kind !== 'object');
  const column = (field: DmmfField) => field.dbName ?? field.name;
  const encrypted = Object.values(factsOfModel(model).encrypted);
  const annotations = parseAnnotations(model.name, model.documentation ?? '');
  return {
    model: model.name,
    schema: model.schema ?? 'public',
    name: model.dbName ?? model.name,
    columns: new Map(scalars.map((field) => [field.name, column(field)])),
    secrets: secretsOf(model.name, scalars, encrypted).map(column),
    encrypted,
    numbered: scalars.filter(isNumbered).map(column),
    ...annotations,
    ...partitionColumn(model, annotations.partitionedBy),
  };
}

function isNumbered(field: DmmfField): boolean {
  return (field.default as { name?: string } | undefined)?.name === 'autoincrement';
}

/** PostgreSQL wants the column in every unique key, and a month wants a time. */
function partitionColumn(model: DmmfModel, name: string | undefined): { partitionColumn?: string } {
  if (name === undefined) return {};
  const field = model.fields.find((one) => one.name === name);
  const keys = [...(model.primaryKey ? [model.primaryKey.fields] : []), ...(model.uniqueFields ?? [])];
  if (field?.type !== 'DateTime' || keys.length === 0 || keys.some((key) => !key.includes(name))) {
    throw new MigrateError(
      'ANNOTATION_INVALID',
      `Model ${model.name}: @partitioned(month: ${name}) needs a DateTime field "${name}" that is part of the primary key and of every unique key. PostgreSQL asks for it.`,
    );
  }
  return { partitionColumn: field.dbName ?? field.name };
}

function secretsOf(model: string, scalars: DmmfField[], encrypted: readonly EncryptedField[]): DmmfField[] {
  const indexes = new Set(encrypted.map((field) => field.blindIndex?.field));
  return scalars.filter(
    (field) =>
      indexes.has(field.name) ||
      parseFieldAnnotations(`${model}.${field.name}`, field.documentation ?? '').secret,
  );
}
