import { type Client, Query } from 'pg';

/** What `pg` calls on a query as the server answers; the methods are not part of its types. */
interface Listener {
  handleCommandComplete(message: { readonly text: string }, connection: unknown): void;
  handleDataRow(message: unknown): void;
}

/** A failure of a script, with how many of its statements had been completed before. */
export class StatementFailure extends Error {
  override readonly name = 'StatementFailure';
  readonly completed: number;

  constructor(cause: unknown, completed: number) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.completed = completed;
  }
}

/**
 * Sends statements as one simple query, which Postgres runs in one transaction unless they control it, and counts those that end well.
 *
 * @param onCompleted called with the command's tag at the end of each, such as `CREATE TABLE`
 * @throws {StatementFailure} around the server's error, or that of the connection
 */
export function sendCounted(client: Client, sql: string, onCompleted?: (tag: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let completed = 0;
    const query = new Query(sql, (error) =>
      error ? reject(new StatementFailure(error, completed)) : resolve(),
    );
    const listener = query as unknown as Listener;
    const handle = listener.handleCommandComplete.bind(query);
    listener.handleCommandComplete = (message, connection) => {
      completed += 1;
      handle(message, connection);
      onCompleted?.(message.text);
    };
    // Nobody reads what a script selects, and it may be a lot.
    listener.handleDataRow = () => undefined;
    client.query(query);
  });
}
