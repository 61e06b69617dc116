import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { passesIsolation } from '../database/isolation.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { seed } from '../database/seed.ts';
import { untilOk } from '../dev/answer.ts';
import { logLine } from '../dev/log-line.ts';
import { requireFreePort } from '../dev/port.ts';
import { type Service, startService } from '../dev/service.ts';
import { serviceEnvironment } from '../dev/service-environment.ts';
import { sampleRequest, welcome } from '../dev/welcome.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { catchInterruption, type Interruption } from '../interruption.ts';

const NAMES = ['api', 'worker'] as const;
const READY_MILLISECONDS = 60_000;

/** Database, api and worker until Ctrl-C; answers 0 when the user ended it. */
export async function dev(context: Context): Promise<number> {
  const { environment, output } = context;
  if (environment.production) {
    throw new CliError(
      'PRODUCTION_REFUSED',
      'This is for development: it writes logins with known passwords, and NODE_ENV is production. Run apps/api and apps/worker themselves there.',
    );
  }
  const scripts = NAMES.map((name) => path.join(environment.apps, name, 'dist', 'main.js'));
  const missing = scripts.find((script) => !existsSync(script));
  if (missing !== undefined) {
    throw new CliError('SERVICE_MISSING', `${missing} does not exist. Build it: pnpm build.`);
  }
  await requireFreePort(environment.port);
  const interruption = catchInterruption();
  try {
    await using(await openDatabase(context), (database) => session(context, database, scripts, interruption));
    output.note('stopped');
    return EXIT.done;
  } catch (error) {
    // Ctrl-C reaches a migration's process as well, which then fails.
    if (!interruption.requested) throw error;
    output.note('stopped');
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

async function session(
  context: Context,
  database: Database,
  scripts: readonly string[],
  interruption: Interruption,
): Promise<void> {
  const { environment, output } = context;
  output.note(`database at ${database.where}`);
  if (interruption.requested) return;
  await migrate(context, database);
  if (interruption.requested) return;
  const { logins } = await seed(context, database);
  if (database.kind === 'external' && (await passesIsolation(database.url('app')))) {
    output.note(
      'warning: the role of DATABASE_URL passes row level security, so nothing isolates the tenants. Let it name org_app; DIRECT_URL is for the role that migrates.',
    );
  }
  const env = { ...process.env, ...(await serviceEnvironment(environment, database)) };
  // Not for services: the role that owns everything.
  delete env.DIRECT_URL;
  if (interruption.requested) return;

  const services = NAMES.map((name, index) =>
    startService({
      name,
      script: scripts[index] ?? '',
      env,
      onLine: (line) => output.note(logLine(name, line)),
    }),
  );
  const over = new AbortController();
  try {
    const address = `http://127.0.0.1:${environment.port}`;
    const ended = anyEnded(services, environment.port);
    await Promise.race([ready(services, address, over.signal), ended, interruption.wait]);
    if (interruption.requested) return;
    output.result(
      { address, database: database.where, logins, try: sampleRequest(address, logins) },
      welcome(address, database.where, logins),
    );
    await Promise.race([ended, interruption.wait]);
  } finally {
    over.abort();
    if (interruption.requested) output.note('stopping');
    await Promise.all(services.map((service) => service.stop()));
  }
}

/** Rejects when a service ends by itself. */
async function anyEnded(services: readonly Service[], port: number): Promise<never> {
  const first = await Promise.race(services.map(async ({ name, ended }) => ({ name, how: await ended })));
  // Somebody may have taken the port after it was looked at.
  if (first.name === 'api') await requireFreePort(port);
  throw new CliError(
    'SERVICE_ENDED',
    `The ${first.name} ended by itself (${first.how}); what it said stands above. Everything else was stopped.`,
  );
}

/** Resolves when all are ready, and the api says that its database is. @throws CliError SERVICE_NOT_READY */
async function ready(services: readonly Service[], address: string, over: AbortSignal): Promise<void> {
  let waitingFor = '';
  const all = async () => {
    for (const service of services) {
      waitingFor = `the ${service.name} has not said that it is ready`;
      await service.ready;
    }
    await untilOk(`${address}/ready`, over, (answer) => {
      waitingFor = `${address}/ready answers: ${answer}`;
    });
  };
  const timeout = async () => {
    await sleep(READY_MILLISECONDS, undefined, { ref: false });
    throw new CliError(
      'SERVICE_NOT_READY',
      `Not ready after ${READY_MILLISECONDS / 1000} seconds: ${waitingFor}. Everything was stopped.`,
    );
  };
  await Promise.race([all(), timeout()]);
}
