/** A process that uses a server until it is ended: prints what it got, and waits. */
import { type ServerOptions, startServer } from '../src/index.ts';

const [options, afterwards] = process.argv.slice(2);
const server = await startServer(JSON.parse(options ?? '{}') as ServerOptions);
process.stdout.write(`${JSON.stringify({ pid: server.pid, port: server.port, started: server.started })}\n`);
if (afterwards === 'wait') setInterval(() => undefined, 60_000);
