// Stands in for the api: listens, answers, says that it is ready, ends in order or as the test wishes.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  response.statusCode = request.url === '/ready' || request.url === '/health' ? 200 : 404;
  response.end('{}');
});
server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
server.listen(Number(process.env.PORT), () => {
  process.stdout.write(`${JSON.stringify({ level: 30, msg: 'listening', pid: process.pid })}\n`);
  process.stdout.write(`api pid ${process.pid}\n`);
  process.send?.({ type: 'ready' });
});
process.on('SIGTERM', () => {
  process.stdout.write('api ends in order\n');
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
