import { execFileSync } from 'node:child_process';
import type { SeedLogin } from '@org/db/seeds';
import { expect, test } from 'vitest';
import { sampleRequest } from './welcome.ts';

const login = (more: Partial<SeedLogin>): SeedLogin => ({
  tenant: 't',
  email: 'a@b.example',
  password: 'p',
  role: 'commerce:admin',
  kind: 'staff',
  created: true,
  ...more,
});
const ADDRESS = 'http://127.0.0.1:3000';

test('logs a sales manager in rather than others, and never one whose password is not known', () => {
  const logins = [
    login({ email: 'admin@b.example' }),
    login({ email: 'unknown@b.example', role: 'commerce:sales_manager', password: null }),
    login({ email: 'manager@b.example', role: 'commerce:sales_manager' }),
  ];
  expect(sampleRequest(ADDRESS, logins)).toContain('"email":"manager@b.example"');
  expect(sampleRequest(ADDRESS, [login({ kind: 'portal' })])).toBe(`curl -s ${ADDRESS}/health`);
});

test('survives the shell, whatever the password is', () => {
  const password = `it's "$(odd)" \\ \`x\``;
  const line = sampleRequest(ADDRESS, [login({ password })]).replace(/^curl -s/, 'printf %s\\\\n');
  const body = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(body)).toMatchObject({ password });
});
