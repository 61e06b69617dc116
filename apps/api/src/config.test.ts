import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';

const usable = {
  DATABASE_URL: 'postgresql://app:app@localhost:5432/org',
  ORG_TOKEN_SECRET: 'x'.repeat(32),
};
const key = Buffer.alloc(32, 7).toString('base64');

const messageOf = (environment: NodeJS.ProcessEnv): string => {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('parseConfig', () => {
  it('needs no more than the database and a secret, and then listens to this machine only', () => {
    expect(parseConfig(usable)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      production: false,
      logLevel: 'info',
      poolMax: 5,
      trustProxy: false,
      bodyLimit: 1_048_576,
      masterKeys: [],
    });
  });

  it('takes an empty variable for unset', () => {
    expect(parseConfig({ ...usable, PORT: '', ORG_MASTER_KEY: '' }).port).toBe(3000);
  });

  it('lists every bad variable at once, and no value', () => {
    const message = messageOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/org',
      ORG_TOKEN_SECRET: 'short-secret',
      ORG_MASTER_KEY: 'not-a-key',
      NODE_ENV: 'staging',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: 'proxy.example',
      BODY_LIMIT: '-1',
      LOGIN_RATE_LIMIT: 'many',
      DATABASE_REPLICA_URLS: 'postgresql://a@h/d,hunter2',
      METRICS_TOKEN: 'short-token',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'ORG_TOKEN_SECRET',
      'ORG_MASTER_KEY',
      'NODE_ENV',
      'LOG_LEVEL',
      'TRUST_PROXY',
      'BODY_LIMIT',
      'LOGIN_RATE_LIMIT',
      'DATABASE_REPLICA_URLS',
      'METRICS_TOKEN',
    ]) {
      expect(message).toContain(`\n  ${name} must`);
    }
    expect(message).not.toMatch(
      /hunter2|short-secret|short-token|not-a-key|staging|loud|proxy\.example|many/,
    );
  });

  it('names what is missing', () => {
    expect(messageOf({})).toMatch(/DATABASE_URL is missing[\s\S]*ORG_TOKEN_SECRET is missing/);
  });

  it('takes one master key, or several with names', () => {
    expect(parseConfig({ ...usable, ORG_MASTER_KEY: key }).masterKeys).toEqual([
      { id: 'main', key: new Uint8Array(32).fill(7) },
    ]);
    const two = parseConfig({ ...usable, ORG_MASTER_KEY: `2026:${key}, 2025:${'0b'.repeat(32)}` });
    expect(two.masterKeys.map(({ id }) => id)).toEqual(['2026', '2025']);
    expect(messageOf({ ...usable, ORG_MASTER_KEY: `a:${key},a:${key}` })).toContain('ORG_MASTER_KEY');
  });

  it('wants a master key in production, and has more connections there', () => {
    expect(messageOf({ ...usable, NODE_ENV: 'production' })).toContain('ORG_MASTER_KEY is missing');
    expect(parseConfig({ ...usable, NODE_ENV: 'production', ORG_MASTER_KEY: key }).poolMax).toBe(10);
  });

  it('believes proxies by address only', () => {
    expect(parseConfig({ ...usable, TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toEqual([
      '10.0.0.0/8',
      'loopback',
    ]);
    expect(messageOf({ ...usable, TRUST_PROXY: '1' })).toContain('TRUST_PROXY');
  });

  it('derives unlike keys from the one secret', () => {
    const { tokenKey, cursorSecret } = parseConfig(usable);
    expect(Buffer.from(tokenKey).toString('hex')).not.toBe(cursorSecret);
  });
});
