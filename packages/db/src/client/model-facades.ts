/**
 * The models of scoped clients.
 *
 * Prisma builds a model's methods around one client and needs some 20 microseconds for it, a sixth of a whole look-up,
 * and would do so for each request. So they are built once, around a template that stands in for whichever client is
 * acting: a facade names its client for as long as a method runs, which is synchronous, and again when the query that
 * the method made is started.
 */
import { DbError } from '../errors/db-error.ts';

type Callback = (transaction?: unknown) => unknown;

/** A client that queries are made for. */
export interface ActingClient {
  readonly _request: (parameters: unknown) => unknown;
  readonly _createPrismaPromise: (callback: Callback, operation?: unknown) => object;
}

const PROMISE_METHODS: ReadonlySet<PropertyKey> = new Set(['then', 'catch', 'finally', 'requestTransaction']);

let acting: ActingClient | undefined;

function as<T>(client: ActingClient, run: () => T): T {
  const before = acting;
  acting = client;
  try {
    return run();
  } finally {
    acting = before;
  }
}

function actingClient(): ActingClient {
  if (!acting)
    throw new DbError('PRISMA_INCOMPATIBLE', 'Prisma made a query outside of the call that asked for it.');
  return acting;
}

/** What the template has of its own; everything else is the root client's. */
export const TEMPLATE_PROPERTIES: PropertyDescriptorMap = {
  _request: { value: (parameters: unknown) => actingClient()._request(parameters) },
  _createPrismaPromise: {
    value(callback: Callback, operation?: unknown): object {
      const client = actingClient();
      return client._createPrismaPromise((transaction) => as(client, () => callback(transaction)), operation);
    },
  },
};

/** The model of a template, on behalf of a client. */
export function modelFacade(model: object, client: ActingClient): object {
  return new Proxy(model, new Facade(client));
}

class Facade implements ProxyHandler<object> {
  readonly #client: ActingClient;

  constructor(client: ActingClient) {
    this.#client = client;
  }

  get(target: object, name: PropertyKey): unknown {
    const client = this.#client;
    const value: unknown = Reflect.get(target, name);
    if (name === '$parent') return Reflect.get(client, '_appliedParent');
    if (typeof value !== 'function') return value;
    return (args?: unknown) =>
      chain(
        client,
        as(client, () => value(args)),
      );
  }

  set(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }
}

/** Relations can be followed from a query (`user.findUnique(…).roles()`): those queries are the client's too. */
function chain(client: ActingClient, query: unknown): unknown {
  if (typeof query !== 'object' || query === null) return query;
  return new Proxy(query, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || PROMISE_METHODS.has(name)) return value;
      return (args?: unknown) =>
        chain(
          client,
          as(client, () => value(args)),
        );
    },
  });
}
