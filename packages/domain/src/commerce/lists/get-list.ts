import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type Clients, readThrough } from '../clients.ts';
import { loadList, type SavedListView } from './list-view.ts';

const inputSchema = z.strictObject({ listId: idField });

/** @throws DomainError NOT_FOUND, PORTAL_DISABLED */
export async function getList(clients: Clients, input: z.input<typeof inputSchema>): Promise<SavedListView> {
  const { listId } = parseInput(inputSchema, input);
  return loadList(await readThrough(clients), listId);
}
