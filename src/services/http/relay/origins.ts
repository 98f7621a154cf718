/** Which pages may open a relayed connection. Rules: http/{sse,websocket-relay} of the Wippy documentation. */

import type { TLSSocket } from 'node:tls';
import type { HttpExchange } from '../exchange.ts';
import { listOf, type MiddlewareOptions, option } from '../middleware/middleware.ts';

/** Origins (`https://app.example.com`) or hosts, with `*` for anything but a slash. */
export type OriginPatterns = readonly RegExp[];

/** @param name of the option of this relay; the others are shared or older ones. */
export function originPatterns(options: MiddlewareOptions, name: string): OriginPatterns {
  return listOf(option(options, name, 'allow_origins', 'allowed_origins') ?? '').map(
    (pattern) =>
      // A lone star means every origin, which has slashes.
      new RegExp(`^${pattern === '*' ? '.*' : pattern.replace(/[.*+?^${}()|[\]\\]/g, expression)}$`, 'i'),
  );
}

function expression(character: string): string {
  if (character === '*') return '[^/]*';
  return character === '?' ? '[^/]' : `\\${character}`;
}

/** A request without an origin comes from no page. Without patterns only pages of the same server are allowed. */
export function originAllowed(exchange: HttpExchange, patterns: OriginPatterns): boolean {
  const origin = exchange.header('origin')?.trim();
  if (origin === undefined || origin === '') return true;
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  if (patterns.length === 0) return sameOrigin(exchange, host, protocol.slice(0, -1));
  return patterns.some((pattern) => pattern.test(origin) || pattern.test(host));
}

function sameOrigin(exchange: HttpExchange, host: string, scheme: string): boolean {
  const secure = (exchange.request.socket as TLSSocket).encrypted === true;
  const own = exchange.header('x-forwarded-proto')?.trim().toLowerCase() || (secure ? 'https' : 'http');
  return scheme === own && withPort(exchange.header('host') ?? '', own) === withPort(host, own);
}

function withPort(host: string, scheme: string): string {
  const name = host.toLowerCase();
  return /:\d+$/.test(name) ? name : `${name}:${scheme === 'https' ? 443 : 80}`;
}
