import type { MasterKey } from '../client/options.ts';

const KEY_BYTES = 32;

/**
 * Reads master keys: one key of 32 bytes in base64 or hex, or several as `id:key,id:key`. The first one wraps new
 * data keys, all of them unwrap. A key without an id is called `main`.
 *
 * @returns null when it is anything else
 */
export function parseMasterKeys(text: string): readonly MasterKey[] | null {
  const keys = text.split(',').map(parseMasterKey);
  const ids = new Set(keys.map((key) => key?.id));
  return keys.every((key) => key !== null) && ids.size === keys.length ? keys : null;
}

function parseMasterKey(text: string): MasterKey | null {
  const [, id = 'main', encoded = ''] = /^(?:([\w.-]{1,64}):)?([\w+/=-]+)$/.exec(text.trim()) ?? [];
  const key = Buffer.from(encoded, /^[0-9a-f]{64}$/i.test(encoded) ? 'hex' : 'base64');
  return key.length === KEY_BYTES ? { id, key: new Uint8Array(key) } : null;
}
