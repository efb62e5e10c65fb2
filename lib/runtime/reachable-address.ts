import { BlockList, isIP } from 'node:net';

/** What an address may be called for: `public` always; `private` and `loopback` only where a deployment says so. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'reserved';

const loopback = listOf(['127.0.0.0/8', '::1/128']);

/** Networks of one's own (RFC 1918, RFC 6598, RFC 4193). */
const ownNetworks = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']);

/**
 * What is neither one's own nor the internet: this host, link-local (the cloud's metadata), documentation, benchmarks, multicast,
 * and forms that wrap another address (IANA special-purpose registries of IPv4 and IPv6).
 */
const reserved = listOf([
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', 'fd00:ec2::/32'],
]);

/** All that IPv6 has given to the internet so far (IANA, global unicast); the rest wraps other addresses, or is of no use yet. */
const internet = listOf(['0.0.0.0/0', '2000::/3']);

/**
 * Tell what an IP address is. One of IPv4 in the form of IPv6 (`::ffff:10.0.0.1`) is what the inner one is.
 *
 * @param address - without brackets or zone
 */
export function kindOfAddress(address: string): AddressKind {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(address) === 0 || reserved.check(address, family)) return 'reserved';
  if (loopback.check(address, family)) return 'loopback';
  if (ownNetworks.check(address, family)) return 'private';
  return internet.check(address, family) ? 'public' : 'reserved';
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
