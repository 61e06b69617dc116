import { invalidField, parseFieldAnnotations } from './field-annotations.ts';

/** A field as Prisma's generators are told of it. */
export interface DmmfField {
  name: string;
  dbName?: string | null;
  kind: string;
  type: string;
  isList: boolean;
  isRequired: boolean;
  isUnique?: boolean;
  isId?: boolean;
  documentation?: string;
  nativeType?: [string, string[]] | null;
  /** A function by its name, or a value. */
  default?: unknown;
}

/** A model as Prisma's generators are told of it. */
export interface DmmfModel {
  name: string;
  dbName: string | null;
  schema?: string | null;
  documentation?: string;
  fields: DmmfField[];
  primaryKey?: { fields: string[] } | null;
  uniqueFields?: string[][];
}

/** An enum as Prisma's generators are told of it. */
export interface DmmfEnum {
  name: string;
  dbName?: string | null;
  documentation?: string;
  values: { name: string; dbName?: string | null }[];
}

/** A field that is encrypted with the tenant's data key. */
export interface EncryptedField {
  readonly type: 'String' | 'Json';
  readonly column: string;
  /** The field and column that hold the blind index, for equality search. */
  readonly blindIndex?: { readonly field: string; readonly column: string };
}

/** What the tenant client must know of a model and Prisma does not tell at run time. */
export interface ModelFacts {
  readonly schema: string;
  readonly table: string;
  /** It has a nullable DateTime field `deletedAt`: rows are marked as deleted, not removed. */
  readonly softDeleted: boolean;
  readonly relations: Readonly<
    Record<string, { readonly model: string; readonly kind: 'many' | 'optional' | 'required' }>
  >;
  readonly encrypted: Readonly<Record<string, EncryptedField>>;
  /** Fields that no two rows share, the primary key first. The tenant, which is the same for all that one sees, is left out. */
  readonly keys: readonly (readonly string[])[];
  readonly nullable: readonly string[];
  /** Values of fields of an enum type, in their order. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

/**
 * Gathers the facts of a model.
 *
 * @throws MigrateError ANNOTATION_INVALID for a field that cannot be encrypted as it stands
 */
export function factsOfModel(model: DmmfModel, enums: readonly DmmfEnum[] = []): ModelFacts {
  const scalars = model.fields.filter((field) => field.kind !== 'object');
  return {
    schema: model.schema ?? 'public',
    table: model.dbName ?? model.name,
    softDeleted: model.fields.some(
      (field) => field.name === 'deletedAt' && field.type === 'DateTime' && !field.isRequired,
    ),
    relations: Object.fromEntries(
      model.fields
        .filter((field) => field.kind === 'object')
        .map((field) => [
          field.name,
          { model: field.type, kind: field.isList ? 'many' : field.isRequired ? 'required' : 'optional' },
        ]),
    ),
    encrypted: Object.fromEntries(
      model.fields.flatMap((field) => {
        const encrypted = encryptedField(model, field);
        return encrypted ? [[field.name, encrypted]] : [];
      }),
    ),
    keys: keysOf(model),
    nullable: scalars.filter((field) => !field.isRequired).map((field) => field.name),
    enums: Object.fromEntries(
      scalars.flatMap((field) => {
        const values = enums.find(
          (one) => field.kind === 'enum' && !field.isList && one.name === field.type,
        )?.values;
        return values ? [[field.name, values.map((value) => value.name)]] : [];
      }),
    ),
  };
}

function encryptedField(model: DmmfModel, field: DmmfField): EncryptedField | undefined {
  const name = `${model.name}.${field.name}`;
  const { encrypted } = field.kind === 'object' ? {} : parseFieldAnnotations(name, field.documentation ?? '');
  if (!encrypted) return undefined;
  if (field.isList || (field.type !== 'String' && field.type !== 'Json') || field.nativeType) {
    throw invalidField(name, '@encrypted needs a field of type String or Json without a @db type');
  }
  if (field.isUnique || model.uniqueFields?.some((key) => key.includes(field.name))) {
    throw invalidField(name, '@encrypted cannot be part of a unique key; its blind index can');
  }
  if (!model.fields.some((other) => other.name === 'id') || !model.fields.some(isTenant)) {
    throw invalidField(name, '@encrypted needs a model with `tenantId` and `id`');
  }
  const column = field.dbName ?? field.name;
  if (encrypted.blindIndex === undefined) return { type: field.type, column };
  const index = model.fields.find((other) => other.name === encrypted.blindIndex);
  if (field.type !== 'String' || index?.type !== 'Bytes' || index.isRequired) {
    throw invalidField(
      name,
      `a blind index needs a text, and a field "${encrypted.blindIndex}" of type Bytes?, which the client fills in`,
    );
  }
  return {
    type: field.type,
    column,
    blindIndex: { field: index.name, column: index.dbName ?? index.name },
  };
}

function keysOf(model: DmmfModel): string[][] {
  const single = (is: (field: DmmfField) => boolean | undefined) =>
    model.fields.filter(is).map((field) => [field.name]);
  return [
    ...(model.primaryKey ? [model.primaryKey.fields] : []),
    ...single((field) => field.isId),
    ...(model.uniqueFields ?? []),
    ...single((field) => field.isUnique),
  ]
    .map((key) => key.filter((name) => name !== 'tenantId'))
    .filter((key) => key.length > 0);
}

function isTenant(field: DmmfField): boolean {
  return field.name === 'tenantId' && field.isRequired;
}
