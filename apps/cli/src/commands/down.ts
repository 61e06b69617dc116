import { stopServer } from '@org/postgres';
import type { Context } from '../context.ts';
import { externalDatabase } from '../database/external.ts';

/** Stops the local server, whoever uses it; a server that the environment names is left alone. */
export async function down({ environment, output }: Context): Promise<void> {
  const external = externalDatabase(environment);
  if (external !== undefined) {
    output.result(
      { kind: 'external', stopped: false },
      `The environment names ${external.where}, which orgdb did not start; nothing was stopped.`,
    );
    return;
  }
  const { stopped, users } = await stopServer({ directory: environment.home });
  const others = users > 0 ? ` (${users} ${users === 1 ? 'process' : 'processes'} used it)` : '';
  output.result(
    { kind: 'local', stopped, users },
    stopped ? `The local server was stopped${others}. Its data stays.` : 'The local server does not run.',
  );
}
