import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { ColumnShape } from './table-shape.ts';

const pick = <T>(values: readonly T[]): T => values[randomInt(values.length)] as T;
const moment = () => new Date(Date.now() - randomInt(86_400_000)).toISOString();

/** By name of the type: a value in PostgreSQL's text form. Small values first of all satisfy most checks. */
const MAKERS: Readonly<Record<string, () => string>> = {
  bool: () => pick(['true', 'false']),
  int2: () => pick(['1', '0', '2', '10', '100']),
  int4: () => pick(['1', '0', '2', '10', '100', '1000']),
  int8: () => pick(['1', '0', '2', '10', '100', '1000']),
  float4: () => pick(['1', '0', '0.5', '10']),
  float8: () => pick(['1', '0', '0.5', '10']),
  uuid: () => randomUUID(),
  timestamptz: moment,
  timestamp: moment,
  date: () => moment().slice(0, 10),
  time: () => pick(['08:00', '12:30', '18:00']),
  timetz: () => pick(['08:00Z', '12:30Z']),
  interval: () => pick(['1 hour', '1 day']),
  json: () => pick(['{}', '[]', '"x"']),
  jsonb: () => pick(['{}', '[]', '"x"', '1', `"enc:1:${encrypted()}"`]),
  bytea: () => `\\x${randomBytes(pick([32, 16, 12, 64])).toString('hex')}`,
  inet: () => '127.0.0.1',
  cidr: () => '127.0.0.0/8',
  array: () => '{}',
  point: () => '(1,2)',
};

const NUMBERS = ['0', '0.5', '1', '10', '100'];

/** What a numeric(precision, scale) has to be below. */
function limit(type: string): number {
  const [, precision, scale = '0'] = /\((\d+)(?:,(\d+))?\)/.exec(type) ?? [];
  return precision === undefined ? Number.POSITIVE_INFINITY : 10 ** (Number(precision) - Number(scale));
}

const encrypted = () => randomBytes(30).toString('base64');
const word = () => randomBytes(4).toString('hex');

const TEXTS: readonly (() => string)[] = [
  word,
  () => `${word()}@example.org`,
  () => `https://example.org/${word()}`,
  () => randomBytes(32).toString('hex'),
  () => word().toUpperCase(),
  () => pick(['EUR', 'USD', 'US', 'DE', 'CA', 'en']),
  () => `enc:1:${encrypted()}`,
  () => `+1555${randomInt(1_000_000, 9_999_999)}`,
  () => `$argon2id$v=19$m=19456,t=2,p=1$${encrypted()}$${encrypted()}`,
  () => String(randomInt(100_000)),
  () => '2026-01-01',
  () => '12:00',
];

/**
 * A value for a column, in PostgreSQL's text form.
 *
 * @param literals texts of the checks on the column, which are often values that it may have
 */
export function candidate(column: ColumnShape, literals: readonly string[]): string {
  if (column.labels.length > 0) return pick(column.labels);
  if (column.base === 'numeric') return pick(NUMBERS.filter((value) => Number(value) < limit(column.type)));
  const maker = MAKERS[column.base];
  if (maker !== undefined) return maker();
  return literals.length > 0 && randomInt(3) > 0 ? pick(literals) : pick(TEXTS)();
}
