import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { CliError } from '../errors.ts';

const secret = z.string().min(16);
const schema = z.object({
  passwords: z.object({ owner: secret, app: secret, admin: secret, worker: secret }),
  masterKey: secret,
  tokenSecret: secret,
});

/** The secrets of a development machine: made once, at random, and known to no other. */
export type Credentials = z.infer<typeof schema>;

const FILE = 'credentials.json';

/** The folder's credentials; undefined when none were made. @throws CliError CREDENTIALS_INVALID */
export async function readCredentials(folder: string): Promise<Credentials | undefined> {
  const file = path.join(folder, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CliError(
      'CREDENTIALS_INVALID',
      `${file} is damaged. Restore it, or delete it and run "pnpm orgdb reset": local data that the master key in it encrypted is lost.`,
      { cause },
    );
  }
}

/** The folder's credentials, made when there are none. Two processes at once get the same ones. */
export async function ensureCredentials(folder: string): Promise<Credentials> {
  const known = await readCredentials(folder);
  if (known !== undefined) return known;
  await mkdir(folder, { recursive: true });
  const draft = path.join(folder, `${FILE}.${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(draft, `${JSON.stringify(newCredentials(), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    // A link appears complete, and fails where another process was faster.
    await link(draft, path.join(folder, FILE)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readCredentials(folder);
  if (made === undefined)
    throw new CliError('CREDENTIALS_INVALID', `${folder}/${FILE} vanished while it was made.`);
  return made;
}

function newCredentials(): Credentials {
  const password = () => randomBytes(24).toString('base64url');
  return {
    passwords: { owner: password(), app: password(), admin: password(), worker: password() },
    masterKey: randomBytes(32).toString('base64'),
    tokenSecret: randomBytes(48).toString('base64url'),
  };
}
