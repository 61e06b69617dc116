import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';

/** The session whose statement is to be cancelled; the names are those of `pg`'s client. */
export interface CancelTarget {
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly sslNegotiation?: string;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

interface CancelConnection extends EventEmitter {
  readonly stream: Duplex;
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}

const Connection = pg.Connection as unknown as new (config: {
  ssl: unknown;
  sslNegotiation: string | undefined;
}) => CancelConnection;

/** A server that does not take the request by then will not. */
const PATIENCE_MS = 5_000;

/**
 * Asks the server, on a connection of its own, to cancel what a session is running. There is no answer: the session's
 * statement fails with SQLSTATE 57014, or has ended by then. A request may arrive late and meet the next statement, so
 * the session must not be given to anybody else.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function requestCancel(target: CancelTarget): void {
  const { host, port, ssl, sslNegotiation, processID, secretKey } = target;
  if (processID === null || secretKey === null) return;
  const connection = new Connection({ ssl, sslNegotiation });
  const timer = setTimeout(() => connection.stream.destroy(), PATIENCE_MS).unref();
  const send = () => connection.cancel(processID, secretKey);
  connection.on('connect', () => {
    if (!ssl) send();
    else if (sslNegotiation !== 'direct') connection.requestSsl();
  });
  connection.on('sslconnect', send);
  connection.on('error', () => connection.stream.destroy());
  connection.on('end', () => clearTimeout(timer));
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
}
