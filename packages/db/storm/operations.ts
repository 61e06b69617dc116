import { reads } from './operations/reads.ts';
import { transactions } from './operations/transactions.ts';
import type { StormOperation } from './operations/turn.ts';
import { writes } from './operations/writes.ts';

/** Leaves its context on the session: the connection must go to nobody else. Not where sessions are shared on purpose. */
const LEAVING: StormOperation = {
  name: 'settings left on the session',
  weight: 0.1,
  async run({ client, context }) {
    await client.$queryRaw`select set_config('app.current_tenant_id', ${context.tenantId}, false)`;
    return 1;
  },
};

/** Everything that a caller may do. */
export function stormOperations(pooled: boolean): readonly StormOperation[] {
  return [...reads, ...writes, ...transactions, ...(pooled ? [] : [LEAVING])];
}
