import type { Context } from '../context.ts';

export async function decryptSecret(_c: Context, _t: string, ciphertext: Uint8Array): Promise<string> {
  return Buffer.from(ciphertext).toString();
}
