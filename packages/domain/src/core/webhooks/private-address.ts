import { BlockList, isIPv4, isIPv6 } from 'node:net';

// IANA's special-purpose registries: what is not reachable from the internet, or is not one host of it.
const NOT_PUBLIC_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

// Parts of 2000::/3 that are no hosts, or carry an IPv4 address which could be a private one (Teredo, 6to4).
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = new BlockList();
for (const [network, prefix] of NOT_PUBLIC_V4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_PUBLIC_V6) refused.addSubnet(network, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/**
 * Is this not an address of a host on the public internet?
 *
 * Only global unicast addresses are public; IPv4 inside of IPv6 (`::ffff:…`, `64:ff9b::…`) never is.
 *
 * @param address IPv4 or IPv6, without brackets; anything else counts as private
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return refused.check(address, 'ipv4');
  if (isIPv6(address)) return !globalUnicast.check(address, 'ipv6') || refused.check(address, 'ipv6');
  return true;
}
