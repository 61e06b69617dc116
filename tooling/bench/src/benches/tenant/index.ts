import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { type BenchOptions, isWanted } from '../../bench.ts';
import type { DelayProxy } from '../../delay-proxy.ts';
import { startDelayProxyThread } from '../../delay-proxy-thread.ts';
import { contest, type Peer, type Run } from '../../measure.ts';
import { type Figure, type Findings, type Promised, ratiosOf } from '../../report.ts';
import { CASES } from './cases.ts';
import { COSTS } from './costs.ts';
import { loadLarge, loadVisited, type Row } from './data.ts';
import { FEATURE_COSTS } from './feature-costs.ts';
import { benchGrowth } from './growth.ts';
import { NAMED, openPeers, PLAIN, type TenantPeer } from './peers.ts';
import { promisesOf } from './promises.ts';

const ROUND_TRIPS_MS = [0, 2];
const CALLERS = [1, 10, 50];
const GROWTH = 'growth';
/** Nothing is promised of it: it shows what the planner makes of tenants of very different sizes. */
const SKEWED = 'find 20 among small tenants';
/** Promises are about these. The others are so far off that fewer turns tell as much. */
const CLOSE = new Set(['ours', PLAIN, NAMED]);

/**
 * The tenant client against plain Prisma without any isolation, against the other ways to have it, and against the
 * bare driver: the same work on the same rows in the same order.
 */
export async function benchTenant(options: BenchOptions): Promise<Findings> {
  await using database = await createTestDatabase({ run: options.run });
  options.onProgress('loading');
  const rows = await loadLarge(database);
  const pick = (call: number) => rows[(call * 7919) % rows.length] as Row;
  const length = options.quick ? { turnMs: 100, rounds: 2 } : { turnMs: 350, rounds: 8 };

  const runs: Run[] = [];
  for (const rttMs of ROUND_TRIPS_MS) {
    await withPeers(database, rttMs, async (peers) => {
      for (const callers of callersOf(options)) {
        for (const name of Object.keys(CASES).filter((each) => isWanted(each, options))) {
          options.onProgress(`${name}, ${callers} callers, ${rttMs} ms`);
          const entrants = entrantsOf(name, peers, pick);
          runs.push(...(await contest({ case: name, callers, rttMs, peers: entrants, ...length })));
        }
      }
    });
  }
  const more = await costsAndGrowth(options, database, pick, length);
  const promises = [...promisesOf(ratiosOf(runs, 'ours')), ...more.promises];
  return { runs: [...runs, ...more.runs], figures: more.figures, promises, chart: PLAIN };
}

async function costsAndGrowth(
  options: BenchOptions,
  database: TestDatabase,
  pick: (call: number) => Row,
  length: { turnMs: number; rounds: number },
): Promise<{ runs: Run[]; figures: Figure[]; promises: Promised[] }> {
  const runs: Run[] = [];
  const found: { figures: Figure[]; promises: Promised[] } = { figures: [], promises: [] };
  await withPeers(database, 0, async (peers) => {
    const { ours } = peers;
    for (const [name, cost] of Object.entries({ ...COSTS, ...FEATURE_COSTS }).filter(([each]) =>
      isWanted(each, options),
    )) {
      options.onProgress(name);
      runs.push(...(await cost({ ours, database, pick }, length)));
    }
    if (isWanted(GROWTH, options)) {
      const visited = await loadVisited(database);
      options.onProgress(`${visited.length} tenants in turn`);
      Object.assign(found, await benchGrowth(ours, visited));
      options.onProgress(SKEWED);
      const entrants = entrantsOf('find 20', peers, pick);
      runs.push(...(await contest({ case: SKEWED, callers: 10, rttMs: 0, peers: entrants, ...length })));
    }
  });
  return { runs, ...found };
}

type Peers = ReturnType<typeof openPeers>;

async function withPeers(
  database: TestDatabase,
  rttMs: number,
  use: (peers: Peers) => Promise<void>,
): Promise<void> {
  const server = new URL(database.superuserUrl);
  const target = { host: server.hostname, port: Number(server.port) };
  const proxy: DelayProxy | undefined = rttMs === 0 ? undefined : await startDelayProxyThread(target, rttMs);
  const peers = openPeers(database, (url) => (proxy ? withPort(url, proxy.port) : url));
  try {
    await use(peers);
  } finally {
    for (const peer of Object.values(peers)) await peer.close();
    await proxy?.close();
  }
}

function entrantsOf(
  name: string,
  peers: Readonly<Record<string, TenantPeer>>,
  pick: (call: number) => Row,
): Record<string, Peer> {
  const entrants = Object.entries(peers).flatMap(([peer, { work }]) => {
    const operation = work(name);
    if (!operation) return [];
    const everyNth = CLOSE.has(peer) ? 1 : 2;
    return [[peer, { operation: (call: number) => operation(pick(call), call), everyNth }] as const];
  });
  return Object.fromEntries(entrants);
}

function callersOf({ callers, quick }: BenchOptions): readonly number[] {
  if (callers.length > 0) return callers;
  return quick ? CALLERS.slice(0, 2) : CALLERS;
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}
