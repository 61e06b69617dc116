import { callMethod } from '../engine/methods.ts';
import { Session } from '../engine/session.ts';
import type { Reply } from '../protocol/serve.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { SchemaFile } from './schema-files.ts';

export interface EmbeddedOptions {
  /** Connection string of the migrating role, straight to the server. */
  readonly url: string;
  /** What the schema files say of namespaces and extensions; without, those of the address alone. */
  readonly schema?: readonly SchemaFile[];
  /** What differs from the environment's. */
  readonly settings?: Partial<Settings>;
  /** Told what the engine does, a line each: `` Applying migration `1_one` ``, whom it waits for, why it tries again. */
  readonly notify?: (line: string) => void;
  /**
   * Whether ordinary migrations are sent several to a message, which is faster by a round trip each; by default they are. The server answers
   * when it is done with the message, so that one is told of as begun when it, and what stands behind it, has ended.
   */
  readonly ahead?: boolean;
}

/** Nothing is left out of comparisons. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** Has the engine answer one request. */
export type Ask = (method: string, params: object) => Promise<Reply>;

/** Has the engine answer requests of Prisma's protocol in this process, and closes its connections. */
export async function withSession<T>(options: EmbeddedOptions, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { url, schema = [], settings, notify, ahead } = options;
  const session = new Session({
    url,
    datamodels: schema.map(({ path, content }) => [path, content]),
    settings: { ...readSettings(), ...settings },
    ...(notify ? { notify } : {}),
    ...(ahead === undefined ? {} : { ahead }),
  });
  try {
    return await work((method, params) => callMethod(session, method, params));
  } finally {
    await session.close();
  }
}
