import { servicesOf } from '../client/services-of.ts';
import { withOptions } from '../operations/operation.ts';

const PROMISE_METHODS: ReadonlySet<PropertyKey> = new Set(['then', 'catch', 'finally']);

/**
 * The same client, for which soft-deleted rows are rows like others: in reads, nested ones and relation filters included,
 * and in updates. `delete` still marks.
 *
 * It shares the context, the transaction and the arrays of queries of the client it is made from; a transaction begun on
 * it sees deleted rows as well.
 *
 * @param client a client of `forTenant` or `asAdmin`, or of one of their transactions
 * @example
 * const everybody = await withDeleted(client).user.findMany();
 * @throws DbError QUERY_INVALID for anything else
 */
export function withDeleted<Client extends object>(client: Client): Client {
  servicesOf(client);
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === '$transaction') return transaction(target, value as Method);
      if (typeof name !== 'string' || name.startsWith('$') || !isModel(value)) return value;
      return withDeletedModel(value);
    },
  });
}

type Method = (...args: unknown[]) => unknown;

function transaction(client: object, method: Method): Method {
  return (input, ...rest) => {
    if (typeof input !== 'function') return method.call(client, input, ...rest);
    return method.call(client, (tx: object) => (input as Method)(withDeleted(tx)), ...rest);
  };
}

function isModel(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'findMany' in value;
}

/** A model, or a query that relations can be followed from: each of its calls asks for deleted rows too. */
function withDeletedModel(model: object): object {
  return new Proxy(model, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || typeof name !== 'string' || PROMISE_METHODS.has(name)) return value;
      return (args?: unknown) => value.call(target, withOptions(args, { withDeleted: true }));
    },
  });
}
