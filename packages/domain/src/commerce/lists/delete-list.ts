import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type Clients, readThrough } from '../clients.ts';
import { noSuchList } from './list-view.ts';

const inputSchema = z.strictObject({ listId: idField });

/** @throws DomainError NOT_FOUND, PORTAL_DISABLED */
export async function deleteList(clients: Clients, input: z.input<typeof inputSchema>): Promise<void> {
  const { listId: id } = parseInput(inputSchema, input);
  const client = await readThrough(clients);
  const { count } = await client.list.deleteMany({ where: { id } });
  if (count === 0) throw noSuchList();
}
