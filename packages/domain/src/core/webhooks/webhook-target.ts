import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError } from '../../errors.ts';
import { isPrivateAddress } from './private-address.ts';

/** Where webhooks may be sent to. */
export interface WebhookTargetPolicy {
  /**
   * Allow loopback, private and other addresses that are not on the public internet. For development and tests: with
   * it a tenant can make the worker talk to the services around it (SSRF). False by default.
   */
  readonly allowPrivateAddresses?: boolean;
}

/**
 * Checks a target by its URL alone: scheme, no user name or password, no fragment, no address or name that is private
 * by itself. What a name resolves to is checked when it is sent to, by `guardedLookup`.
 *
 * @throws DomainError WEBHOOK_TARGET_REFUSED
 */
export function checkWebhookTarget(target: string, policy: WebhookTargetPolicy = {}): URL {
  const url = URL.parse(target);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw refused('The URL must be an absolute http or https URL.');
  }
  if (url.username !== '' || url.password !== '')
    throw refused('The URL must not hold a user name or a password.');
  if (url.hash !== '') throw refused('The URL must not have a fragment.');
  if (policy.allowPrivateAddresses !== true && isPrivateHost(url.hostname)) throw refused(NOT_PUBLIC);
  return url;
}

/**
 * A look-up for `http.request` that yields public addresses only. As the connection goes to the very addresses that were
 * checked, a name that resolves differently the next time (DNS rebinding) gains nothing.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const allowed = addresses.filter(({ address }) => !isPrivateAddress(address));
    const first = allowed[0];
    if (!first) return callback(refused(NOT_PUBLIC), []);
    if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

const NOT_PUBLIC = 'The URL must lead to a public address.';

function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) return isPrivateAddress(host);
  return /(?:^|\.)localhost\.?$/.test(host);
}

function refused(message: string): DomainError {
  return new DomainError('WEBHOOK_TARGET_REFUSED', message, { fields: [{ field: 'url', message }] });
}
