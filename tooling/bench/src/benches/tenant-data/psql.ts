import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** The psql of the PATH. */
export async function psqlVersion(): Promise<string> {
  return `beside ${(await psql(['--version'])).trim()}`;
}

/** Writes a tenant's rows of each table to a file of its own, by `\copy`, in one session. */
export async function copyOut(
  url: string,
  tables: readonly string[],
  tenantId: string,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await psql([
    url,
    ...tables.flatMap((table) => {
      const column = table === 'core.tenants' ? 'id' : 'tenant_id';
      const rows = `(SELECT * FROM ${table} WHERE ${column} = '${tenantId}')`;
      return ['-c', `\\copy ${rows} TO '${path.join(folder, table)}'`];
    }),
  ]);
}

/** Reads them into the tables of another database, whose own triggers are off meanwhile; foreign keys are checked. */
export async function copyIn(url: string, tables: readonly string[], folder: string): Promise<void> {
  const trigger = (table: string, verb: string) => ['-c', `ALTER TABLE ${table} ${verb} TRIGGER USER`];
  await psql([
    url,
    ...tables.flatMap((table) => [
      ...trigger(table, 'DISABLE'),
      '-c',
      `\\copy ${table} FROM '${path.join(folder, table)}'`,
      ...trigger(table, 'ENABLE'),
    ]),
  ]);
}

async function psql(args: readonly string[]): Promise<string> {
  const child = spawn('psql', ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new Error('This benchmark compares with psql: install it (Debian: postgresql-client).', { cause }),
      ),
    );
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`psql ended with exit code ${code}.`);
  return said;
}
