import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checkWebhookTarget, guardedLookup } from './webhook-target.ts';

test.each([
  'ftp://example.com/',
  'file:///etc/passwd',
  '/relative',
  'http://user:secret@example.com/',
  'https://example.com/#part',
  'http://localhost/',
  'http://api.localhost./',
  'http://127.0.0.1:8080/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data/',
])('%s is refused', (url) => {
  expect(() => checkWebhookTarget(url)).toThrow(expect.objectContaining({ code: 'WEBHOOK_TARGET_REFUSED' }));
});

test('a public URL is accepted, a private one only where the policy allows it', () => {
  expect(checkWebhookTarget('https://example.com/hooks?tenant=1').hostname).toBe('example.com');
  expect(checkWebhookTarget('http://127.0.0.1:1/', { allowPrivateAddresses: true }).port).toBe('1');
});

test('a name that resolves to private addresses only is refused when it is connected to', async () => {
  const resolve = promisify(guardedLookup);
  await expect(resolve('localhost', { all: true })).rejects.toMatchObject({ code: 'WEBHOOK_TARGET_REFUSED' });
});
