import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { printToClient } from './print.ts';
import { toUserFacingError } from './user-facing-error.ts';

/** The number under which Prisma's engine sends its own errors. */
const USER_FACING_ERROR = 4466;
const PARSE_ERROR = -32700;

export interface Reply {
  readonly result: unknown;
  /** Text that the client is to print before it sees the result. */
  readonly print?: string | undefined;
}

interface Request {
  readonly id: number | string | null;
  readonly method: string;
  readonly params?: unknown;
}

/**
 * Serves JSON-RPC, one object a line, in the order of the requests. Returns when the input ends and every request is answered.
 */
export async function serve(
  input: Readable,
  output: Writable,
  handle: (method: string, params: unknown) => Promise<Reply>,
): Promise<void> {
  const send = (message: object) => output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const request = parseLine(line);
    if (request === 'blank' || request === 'response') {
      continue;
    }
    if (request === 'invalid') {
      send({ id: null, error: { code: PARSE_ERROR, message: 'Parse error' } });
      continue;
    }
    const { id, method, params } = request;
    try {
      const { result, print } = await handle(method, params);
      if (print) {
        printToClient(output, print);
      }
      send({ id, result: result ?? null });
    } catch (error) {
      const data = toUserFacingError(error);
      const message = data.is_panic ? data.message : 'An error happened. Check the data field for details.';
      send({ id, error: { code: USER_FACING_ERROR, message, data } });
    }
  }
}

/** A `response` is the client's answer to one of our `print` requests: nothing is waiting for it. */
function parseLine(line: string): Request | 'blank' | 'invalid' | 'response' {
  if (line.trim() === '') {
    return 'blank';
  }
  try {
    const message = JSON.parse(line) as Partial<Request>;
    if (typeof message.method !== 'string') {
      return 'response';
    }
    return { id: message.id ?? null, method: message.method, params: message.params };
  } catch {
    return 'invalid';
  }
}
