/** A parameter as the OpenAPI document describes it. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: {
    readonly type?: string;
    readonly format?: string;
    readonly enum?: readonly string[];
    readonly default?: unknown;
  };
}

/** Never asked for on their own. */
const OF_EVERY_PAGE = new Set(['limit', 'cursor']);

const NOBODY = '019b0000-0000-7000-8000-000000000000';

const moment = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();

/** What parameters take that neither their schema nor a row of the list tells. */
const VALUES: Readonly<Record<string, string>> = {
  from: moment(20),
  to: moment(1),
  on: moment(3),
  q: 'a',
  role: 'workforce:AGENT',
  certification: 'GUARD_CARD',
  state: 'NY',
  region: 'Willamette Valley',
  latitude: '40.7',
  longitude: '-74',
};

/** A row that a list has shown, or ids, by the names of parameters. */
export type Known = Readonly<Record<string, unknown>>;

/** The query string that a route needs at least. */
export function plainQuery(path: string, parameters: readonly Parameter[]): URLSearchParams {
  const required = parameters.filter(
    (one) => one.in === 'query' && one.required && one.schema.default === undefined,
  );
  return new URLSearchParams(
    required.map((one): [string, string] => [one.name, valuesOf(path, one, [])[0] ?? '']),
  );
}

/**
 * The query strings besides the plain one by which a route is asked: each order, and each filter on its own.
 *
 * @param known what filters are tried with, the first that tells: values of the rows that the plain query showed, ids of others
 * @throws when nobody knows what a parameter takes, so that a new one is not left out
 */
export function otherQueries(
  path: string,
  parameters: readonly Parameter[],
  known: readonly (Known | undefined)[],
): URLSearchParams[] {
  const plain = plainQuery(path, parameters);
  return parameters
    .filter((one) => one.in === 'query' && !plain.has(one.name) && !OF_EVERY_PAGE.has(one.name))
    .flatMap((one) =>
      valuesOf(path, one, known).map((value) => new URLSearchParams([...plain, [one.name, value]])),
    );
}

function valuesOf(
  path: string,
  { name, schema }: Parameter,
  known: readonly (Known | undefined)[],
): string[] {
  if (name === 'order') return [...(schema.enum ?? [])];
  const seen = known
    .map((row) => row?.[name])
    .find((one) => ['string', 'boolean', 'number'].includes(typeof one));
  if (seen !== undefined) return [String(seen)];
  const value = VALUES[name];
  if (value !== undefined) return [schema.format === 'date' ? value.slice(0, 10) : value];
  if (schema.enum?.[0] !== undefined) return [schema.enum[0]];
  if (schema.type === 'boolean') return ['true'];
  if (schema.default !== undefined) return [String(schema.default)];
  if (name.endsWith('Id')) return [NOBODY];
  throw new Error(`${path}: nobody says what the parameter "${name}" takes. Add it to VALUES.`);
}
