import { expect, test } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';
import { createWebhookSecret } from './webhook-secret.ts';

// The example of the specification's reference libraries.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const now = new Date(MESSAGE.timestamp * 1000);

const received = (signature: string) => ({
  headers: {
    'webhook-id': MESSAGE.id,
    'webhook-timestamp': String(MESSAGE.timestamp),
    'webhook-signature': signature,
  },
  body: MESSAGE.body,
});

test('signs as the specification says', () => {
  expect(signWebhook(SECRET, MESSAGE)).toBe(SIGNATURE);
});

test('accepts a signature among several, as during a change of secrets', () => {
  const other = signWebhook(createWebhookSecret(), MESSAGE);
  expect(verifyWebhook(SECRET, received(`${other} v2,abc ${SIGNATURE}`), { now })).toEqual({
    id: MESSAGE.id,
    sentAt: now,
  });
});

test.each([
  ['another secret', { ...received(signWebhook(createWebhookSecret(), MESSAGE)) }],
  ['another body', { ...received(SIGNATURE), body: '{"test": 1}' }],
  [
    'another id',
    { ...received(SIGNATURE), headers: { ...received(SIGNATURE).headers, 'webhook-id': 'msg_other' } },
  ],
  ['no signature', { ...received('') }],
  [
    'a time that is no number',
    {
      ...received(SIGNATURE),
      headers: { ...received(SIGNATURE).headers, 'webhook-timestamp': 'now' },
    },
  ],
])('refuses %s', (_, request) => {
  expect(() => verifyWebhook(SECRET, request, { now })).toThrow(
    expect.objectContaining({ code: 'WEBHOOK_SIGNATURE_INVALID' }),
  );
});

test('refuses what was signed too long ago, or in the future', () => {
  for (const seconds of [-301, 301]) {
    expect(() =>
      verifyWebhook(SECRET, received(SIGNATURE), { now: new Date(now.getTime() + seconds * 1000) }),
    ).toThrow(/webhook-timestamp/);
  }
});

test('a malformed secret is named, not repeated', () => {
  expect(() => verifyWebhook('whsec_short', received(SIGNATURE), { now })).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.not.stringContaining('short') }),
  );
});
