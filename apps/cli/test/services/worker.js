// Stands in for the worker.
const { DATABASE_URL, ADMIN_DATABASE_URL, WORKER_DATABASE_URL, ORG_MASTER_KEY, ORG_TOKEN_SECRET } =
  process.env;
const user = (url) => new URL(url).username;
process.stdout.write(
  `users ${user(DATABASE_URL)} ${user(ADMIN_DATABASE_URL)} ${user(WORKER_DATABASE_URL)}, key of ${Buffer.from(ORG_MASTER_KEY, 'base64').length} bytes, secret of ${ORG_TOKEN_SECRET.length} characters\n`,
);
process.stdout.write(`worker pid ${process.pid}\n`);
setInterval(() => undefined, 1_000);
if (process.env.WORKER_DIES) {
  process.stderr.write('worker cannot go on\n');
  process.exit(3);
}
process.send?.({ type: 'ready' });
process.on('SIGTERM', () => process.exit(0));
