import type { Client, Connection, Submittable } from 'pg';

export interface StatementDescription {
  /** The type of each parameter, by oid. */
  readonly parameters: readonly number[];
  readonly columns: readonly ColumnDescription[];
}

export interface ColumnDescription {
  readonly name: string;
  readonly dataTypeID: number;
  /** The table, and the number of its column, that the value comes from unchanged; 0 for any other. */
  readonly tableID: number;
  readonly columnID: number;
}

/** What `pg` has on its connection and does not declare. */
interface ExtendedProtocol {
  parse(query: { name: string; text: string; types: number[] }): void;
  describe(message: { type: 'S'; name: string }): void;
  sync(): void;
  once(event: 'parameterDescription', listener: (message: { dataTypeIDs: number[] }) => void): void;
}

/**
 * Prepares a statement in the session under a name, and asks the server for the types of its parameters and columns. It is not run.
 *
 * @throws {DatabaseError} when the server refuses it
 */
export function prepareAndDescribe(
  client: Client,
  name: string,
  text: string,
): Promise<StatementDescription> {
  return new Promise((resolve, reject) => {
    let parameters: number[] = [];
    let columns: ColumnDescription[] = [];
    const query: Submittable & Record<string, unknown> = {
      submit(connection: Connection) {
        const protocol = connection as unknown as ExtendedProtocol;
        protocol.once('parameterDescription', ({ dataTypeIDs }) => {
          parameters = dataTypeIDs;
        });
        protocol.parse({ name, text, types: [] });
        protocol.describe({ type: 'S', name });
        protocol.sync();
      },
      handleRowDescription({ fields }: { fields: ColumnDescription[] }) {
        columns = fields;
      },
      // `pg` forgets a query that failed: no more is heard of it, although its Sync is answered.
      handleError: reject,
      handleReadyForQuery: () => resolve({ parameters, columns }),
    };
    client.query(query);
  });
}
