/**
 * A Prisma generator: writes `models.ts` and `unique-keys.ts`, with what the tenant client must know of the models and
 * Prisma's client does not tell at run time (relations, soft delete, annotations, keys), and takes the tenant out of the
 * types of the client, which the generator before this one has written. Prisma speaks to it by JSON-RPC, a line a message: it asks
 * on standard input and reads the answers from standard error.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { DmmfEnum, DmmfModel } from '@org/db-migrate';
import { renderModels } from './render-models.ts';
import { freeTypesOfTenant, renderUniqueKeys } from './unique-keys.ts';

interface Message {
  readonly id: number;
  readonly method: 'getManifest' | 'generate';
  readonly params: {
    readonly dmmf: { readonly datamodel: { readonly models: DmmfModel[]; readonly enums: DmmfEnum[] } };
    readonly generator: { readonly output: { readonly value: string } };
  };
}

async function answer({ method, params }: Message): Promise<unknown> {
  if (method === 'getManifest')
    return { manifest: { prettyName: 'model facts', defaultOutput: '../../generated' } };
  const { models, enums } = params.dmmf.datamodel;
  const folder = params.generator.output.value;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'models.ts'), renderModels(models, enums));
  await writeFile(path.join(folder, 'unique-keys.ts'), renderUniqueKeys(models));
  await freeTypesOfTenant(path.join(folder, 'prisma'), models);
  return null;
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as Message;
  const reply = await answer(message).then(
    (result) => ({ result }),
    (error: Error) => ({ error: { code: -32000, message: error.message, data: { stack: error.message } } }),
  );
  process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, ...reply })}\n`);
}
