/** Its own entry, as it alone needs `prom-client`: a peer dependency that only those install who want it. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { DbMetrics, MetricsSource } from '../observability/watch.ts';

export interface PrometheusOptions {
  /** Where the figures are registered: what the program serves to Prometheus. One for each `Db`. */
  readonly registry: Registry;
  /** Upper bounds of the histogram, in seconds. */
  readonly buckets?: readonly number[];
  /** Also tell tenants apart. Off by default: each tenant multiplies the number of series. */
  readonly tenantLabel?: boolean;
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SECOND = 1_000;

/**
 * Figures for Prometheus, to be given to `createDb({ metrics })`. Names are those of OpenTelemetry's semantic
 * conventions, in Prometheus' spelling.
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-metrics/
 */
export function prometheusMetrics(options: PrometheusOptions): DbMetrics {
  const { registry, buckets = BUCKETS, tenantLabel = false } = options;
  const registers = [registry];
  const duration = new Histogram({
    name: 'db_client_operation_duration_seconds',
    help: 'Time of operations by model, action and outcome (ok, or the code of the error)',
    labelNames: ['model', 'action', 'outcome', ...(tenantLabel ? ['tenant'] : [])],
    buckets: [...buckets],
    registers,
  });
  const retries = new Counter({
    name: 'db_client_transaction_retries_total',
    help: 'Transactions that were run again, by the code of the failure',
    labelNames: ['code'],
    registers,
  });
  return {
    operation({ model, action, outcome, durationMs, tenantId }) {
      const labels = {
        model: model ?? '',
        action,
        outcome,
        ...(tenantLabel ? { tenant: tenantId ?? '' } : {}),
      };
      duration.observe(labels, durationMs / SECOND);
    },
    retry(code) {
      retries.inc({ code });
    },
    attach(source) {
      registerGauges(registry, source);
    },
  };
}

/** They are read when Prometheus asks. */
function registerGauges(registry: Registry, source: MetricsSource): void {
  const registers = [registry];
  new Gauge({
    name: 'db_client_connection_count',
    help: 'Open connections by pool and state',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const { name: pool, total, idle } of source.pools) {
        this.set({ pool, state: 'idle' }, idle);
        this.set({ pool, state: 'used' }, total - idle);
      }
    },
  });
  new Gauge({
    name: 'db_client_connection_max',
    help: 'Connections at most, by pool',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { name: pool, max } of source.pools) this.set({ pool }, max);
    },
  });
  new Gauge({
    name: 'db_client_connection_pending_requests',
    help: 'Callers that wait for a connection, by pool',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { name: pool, waiting } of source.pools) this.set({ pool }, waiting);
    },
  });
  if (source.replicas.length === 0) return;
  new Gauge({
    name: 'db_client_replica_lag_seconds',
    help: 'How old a replica is at most; NaN before it was measured',
    labelNames: ['replica'],
    registers,
    collect() {
      for (const { address, lagMs } of source.replicas) {
        this.set({ replica: address }, lagMs === null ? Number.NaN : lagMs / SECOND);
      }
    },
  });
  new Gauge({
    name: 'db_client_replica_usable',
    help: '1 when the replica may answer reads',
    labelNames: ['replica'],
    registers,
    collect() {
      for (const { address, usable } of source.replicas) this.set({ replica: address }, usable ? 1 : 0);
    },
  });
}
