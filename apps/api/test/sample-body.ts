import { randomUUID } from 'node:crypto';

/** What this needs of a JSON Schema. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
}

/** Texts of which one fits each pattern of the API. */
const TEXTS = ['1', 'x', 'USD', 'CA', 'CODE', 'a'.repeat(64), 'text/plain'];
const FORMATS: Readonly<Record<string, () => string>> = {
  uuid: randomUUID,
  date: () => '2026-01-05',
  'date-time': () => '2026-01-05T10:00:00Z',
  email: () => 'somebody@example.com',
  uri: () => 'https://example.com/',
};

/** A value that a JSON Schema lets pass: of an object its required properties only. */
export function sampleOf(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): unknown {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref) return sampleOf(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first) return sampleOf(first, schemas);
  if (allOf) return Object.assign({}, ...allOf.map((part) => sampleOf(part, schemas)));
  switch (schema.type) {
    case 'object': {
      const required = schema.required ?? [];
      return Object.fromEntries(
        required.map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, schemas)]),
      );
    }
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, schemas));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, pattern, minLength = 1 }: JsonSchema): string {
  const known = format && FORMATS[format];
  if (known) return known();
  const fits = TEXTS.find((text) => new RegExp(pattern ?? '', 'u').test(text)) ?? 'x';
  return fits.padEnd(minLength, 'x');
}
