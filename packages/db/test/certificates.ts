import { execFile, spawnSync } from 'node:child_process';
import { chmod, chown, copyFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LocalServer } from '@org/postgres';
import pg from 'pg';

const run = promisify(execFile);

/** Whether this machine can make certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Gives a server TLS, with a certificate for `localhost` that is its own authority and lies in `folder` as `server.crt`. */
export async function giveTls(server: LocalServer, folder: string): Promise<void> {
  await writeFile(
    path.join(folder, 'tls.cnf'),
    '[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=localhost\n[ext]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:TRUE\n',
  );
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key';
  await run('openssl', `req -x509 ${key} -days 2 -config tls.cnf -out server.crt`.split(' '), {
    cwd: folder,
  });
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const data = rows[0]?.data_directory ?? '';
    const { uid, gid } = await stat(data);
    for (const name of ['server.crt', 'server.key']) {
      await copyFile(path.join(folder, name), path.join(data, name));
      await chown(path.join(data, name), uid, gid);
      await chmod(path.join(data, name), 0o600);
    }
    await client.query('alter system set ssl = on');
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
}
