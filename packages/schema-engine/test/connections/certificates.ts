import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether this machine can make certificates. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** An authority, a server's certificate for `localhost`, a client's for `person`, and another authority that has signed none of them. */
export async function makeCertificates(person: string) {
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-tls-'));
  const file = (name: string) => join(folder, name);
  const openssl = (args: string) => run('openssl', args.split(' '), { cwd: folder });
  const authority = (name: string) =>
    openssl(
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`,
    );
  const signed = async (name: string, subject: string) => {
    await openssl(
      `req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${subject} -keyout ${name}.key -out ${name}.csr`,
    );
    await openssl(
      `x509 -req -days 2 -in ${name}.csr -CA authority.crt -CAkey authority.key -extfile names.txt -out ${name}.crt`,
    );
  };
  await writeFile(file('names.txt'), 'subjectAltName=DNS:localhost\n');
  await authority('authority');
  await authority('stranger');
  await signed('server', 'localhost');
  await signed('client', person);
  await openssl('pkcs12 -export -in client.crt -inkey client.key -passout pass:secret -out client.p12');
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
