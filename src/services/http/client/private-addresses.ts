/** Addresses inside a network, which requests of untrusted code must not reach unless they are allowed to. */

import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { lookup as resolveAll } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Loopback, private, link-local and unspecified addresses. */
function createBlockList(): BlockList {
  const list = new BlockList();
  const subnets4: [string, number][] = [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['224.0.0.0', 24],
  ];
  for (const [net, bits] of subnets4) list.addSubnet(net, bits, 'ipv4');
  const subnets6: [string, number][] = [
    ['::', 128],
    ['::1', 128],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff02::', 16],
  ];
  for (const [net, bits] of subnets6) list.addSubnet(net, bits, 'ipv6');
  return list;
}

let blocked: BlockList | null = null;

/** Whether the text is an address of a private range; false for what is no address. */
export function isPrivateAddress(address: string): boolean {
  const plain = (address.split('%')[0] as string).toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1] ?? mappedHexadecimal(plain);
  if (mapped !== undefined) return isPrivateAddress(mapped);
  const version = isIP(plain);
  if (version === 0) return false;
  blocked ??= createBlockList();
  return blocked.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

/** `::ffff:7f00:1` is 127.0.0.1, too. */
function mappedHexadecimal(address: string): string | undefined {
  const match = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (match === null) return undefined;
  const [high, low] = [Number.parseInt(match[1] as string, 16), Number.parseInt(match[2] as string, 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** The private addresses that a host stands for; none where it cannot be resolved (the request will say so). */
export async function privateAddressesOf(host: string): Promise<string[]> {
  const literal = host.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) return isPrivateAddress(literal) ? [literal] : [];
  const addresses = await resolveAll(host, { all: true }).catch(() => []);
  return addresses.map(({ address }) => address).filter(isPrivateAddress);
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** A resolver that knows no private addresses, so that a name cannot change its meaning between check and connection. */
export function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '');
    const found = addresses.filter(({ address }) => !isPrivateAddress(address));
    if (found.length === 0) {
      return callback(Object.assign(new Error(`not allowed: private IP of ${hostname}`), { code: 'EPRIVATE' }), '');
    }
    if (options.all === true) return callback(null, found);
    const [first] = found as [LookupAddress];
    callback(null, first.address, first.family);
  });
}
