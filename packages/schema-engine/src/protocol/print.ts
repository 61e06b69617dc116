import type { Writable } from 'node:stream';

let printed = 0;

/** Has the client print a text, which it does at once, also in the middle of a request. */
export function printToClient(output: Writable, text: string): void {
  printed += 1;
  // The client adds the line's end that is taken off here.
  const params = { content: text.replace(/\n$/, '') };
  output.write(`${JSON.stringify({ jsonrpc: '2.0', id: printed, method: 'print', params })}\n`);
}
