import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
let fixture: Fixture;
let client: TenantClient;
beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  fixture = await createFixture({ tracer: provider.getTracer('@org/db') });
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
});
beforeEach(() => exporter.reset());
afterAll(async () => {
  await fixture?.end();
  context.disable();
});

const spans = () => exporter.getFinishedSpans();
const named = (name: string) => spans().find((span) => span.name === name) as ReadableSpan;

test('a call is a client’s span with the conventions’ attributes, tenant and model, and no value', async () => {
  await client.user.create({ data: person('hunter2') });
  await client.user.findMany({ where: { name: 'hunter2' } });
  await client.$queryRaw`select ${'hunter2'}::text`;
  const url = new URL(fixture.database.url('app'));
  expect(spans().map((span) => span.name)).toEqual(['create users', 'findMany users', 'queryRaw']);
  expect(named('findMany users')).toMatchObject({
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': fixture.database.name,
      'db.operation.name': 'findMany',
      'db.collection.name': 'users',
      'server.address': url.hostname,
      'server.port': Number(url.port),
      'org.model': 'User',
      'org.tenant.id': fixture.tenants[0],
    },
  });
  const text = JSON.stringify(
    spans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })),
  );
  expect(text).not.toContain('hunter2');
});

test('the calls of a transaction are its children, and it is the child of what made it', async () => {
  const tracer = provider.getTracer('test');
  await tracer.startActiveSpan('request', async (request) => {
    await client.$transaction(async (tx) => {
      await tx.user.count();
      await tx.$transaction((inner) => inner.user.findFirst());
    });
    request.end();
  });
  const parentOf = (name: string) => named(name).parentSpanContext?.spanId;
  expect(parentOf('transaction')).toBe(named('request').spanContext().spanId);
  for (const name of ['count users', 'findFirst users']) {
    expect(parentOf(name)).toBe(named('transaction').spanContext().spanId);
  }
});

test('a failure has its code and SQLSTATE; what a callback throws is not repeated', async () => {
  expect(await codeOf(client.$queryRaw`select 1 / 0`)).toBe('VALUE_INVALID');
  await client.$transaction(() => Promise.reject(new Error('hunter2'))).catch(() => {});
  expect(named('queryRaw')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: 'VALUE_INVALID' },
    attributes: { 'error.type': 'VALUE_INVALID', 'db.response.status_code': '22012' },
  });
  expect(named('transaction')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: 'THROWN' },
    attributes: { 'error.type': 'THROWN' },
  });
});

test('the tracer of the API alone, without an SDK, does no harm', async () => {
  const db = fixture.open({ tracer: trace.getTracer('@org/db') });
  expect(await db.forTenant({ tenantId: fixture.tenants[0] }).tenant.count()).toBe(1);
  expect(spans()).toEqual([]);
});
