/** Middleware `real_ip`: the client's address from the headers of trusted proxies. Rule: http/middleware of the documentation. */

import { BlockList, isIP } from 'node:net';
import type { HttpExchange } from '../exchange.ts';
import { badOption, listOf, type Middleware, type MiddlewareOptions, option } from './middleware.ts';

/** Loopback, private, link-local and carrier-grade addresses. */
const TRUSTED =
  '127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,100.64.0.0/10,::1/128,fc00::/7,fe80::/10';

/** @throws WippyError Invalid for a subnet that is none. */
export function createRealIp(options: MiddlewareOptions): Middleware {
  if (option(options, 'real_ip.trust_all') === 'true') return new RealIp(null);
  const text = option(options, 'real_ip.trusted.subnets', 'trusted_subnets') ?? TRUSTED;
  const trusted = new BlockList();
  for (const subnet of listOf(text)) {
    const [address = '', bits = ''] = subnet.split('/');
    const version = isIP(address);
    if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) {
      throw badOption('real_ip.trusted.subnets', subnet, 'subnets such as 10.0.0.0/8,fc00::/7');
    }
    trusted.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  }
  return new RealIp(trusted);
}

class RealIp implements Middleware {
  readonly name = 'real_ip';
  /** Null: everybody. */
  private readonly trusted: BlockList | null;

  constructor(trusted: BlockList | null) {
    this.trusted = trusted;
  }

  handle(exchange: HttpExchange): boolean {
    const peer = exchange.clientAddress;
    if (this.trusted !== null) {
      const version = isIP(peer);
      if (version === 0 || !this.trusted.check(peer, version === 4 ? 'ipv4' : 'ipv6')) return true;
    }
    const forwarded = exchange.header('x-forwarded-for')?.split(',', 1)[0]?.trim();
    const address = exchange.header('true-client-ip') || exchange.header('x-real-ip') || forwarded;
    if (address !== undefined && isIP(address) !== 0) exchange.remoteAddress = address;
    return true;
  }
}
