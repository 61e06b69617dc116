/** What a client has done so far. */
export interface ClientStats {
  /** Calls of models and raw SQL. */
  readonly operations: number;
  /** Statements sent to the database, those that control transactions left out. */
  readonly statements: number;
}

/** One client made more calls than a request should. */
export interface ManyOperations {
  readonly operations: number;
  /** The call that was made most often, such as `user.findFirst`: in a loop, perhaps. */
  readonly mostFrequent: { readonly operation: string; readonly count: number };
  readonly tenantId: string | undefined;
  readonly requestId: string | undefined;
}

export interface ManyOperationsOptions {
  /** How many calls one client may make. */
  readonly limit: number;
  /** Told once for each client that makes more; what it throws is ignored. */
  readonly report: (client: ManyOperations) => void;
}

/** Counts for one client, its transactions included. */
export class Usage implements ClientStats {
  operations = 0;
  statements = 0;
  /** By name; only where somebody wants to be told of many. */
  byOperation: Map<string, number> | undefined;
}

/** Counts the calls of clients, and tells of those that make too many. */
export class OperationLimit {
  readonly #options: ManyOperationsOptions;

  constructor(options: ManyOperationsOptions) {
    this.#options = options;
  }

  /** One more call; `usage` has counted it already. */
  count(
    usage: Usage,
    operation: string,
    context: { tenantId?: string; request?: { id?: string } } | undefined,
  ): void {
    usage.byOperation ??= new Map();
    usage.byOperation.set(operation, (usage.byOperation.get(operation) ?? 0) + 1);
    if (usage.operations !== this.#options.limit + 1) return;
    let mostFrequent = { operation, count: 0 };
    for (const [name, count] of usage.byOperation) {
      if (count > mostFrequent.count) mostFrequent = { operation: name, count };
    }
    try {
      this.#options.report({
        operations: usage.operations,
        mostFrequent,
        tenantId: context?.tenantId,
        requestId: context?.request?.id,
      });
    } catch {
      // The hook's own failure is not the query's.
    }
  }
}
