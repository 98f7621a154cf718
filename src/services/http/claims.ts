/** Ports and routes, of which each can have one owner; see routing/build-routes.ts for what happens otherwise. */
import type { Claim, FindConfiguration } from '../../core/kinds/index.ts';
import type { EndpointConfig, RouterConfig, ServiceConfig, StaticConfig } from './config.ts';
import { joinPath, parsePattern, patternShape } from './routing/pattern.ts';
import { parseAddress } from './server/address.ts';

export function serviceClaims({ addr, lifecycle }: ServiceConfig): Claim[] {
  const { host, port } = parseAddress(addr);
  if (port === 0) return [];
  const part = host === undefined || ['0.0.0.0', '::'].includes(host) ? {} : { part: loopback(host) };
  const certain = lifecycle.autoStart;
  return [{ resource: 'port', key: String(port), ...part, text: `port ${port}`, path: ['data', 'addr'], certain }];
}

function loopback(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

export function endpointClaims(endpoint: EndpointConfig, find: FindConfiguration): Claim[] {
  const router = find(endpoint.meta.router);
  if (router?.kind !== 'http.router') return [];
  const { prefix, meta } = router.config as RouterConfig;
  return routeClaim(meta.server, endpoint.method, joinPath(prefix, endpoint.path));
}

export function staticClaims({ path, meta }: StaticConfig & { meta: RouterConfig['meta'] }): Claim[] {
  return routeClaim(meta.server, '*', path.endsWith('/') ? path : `${path}/`);
}

function routeClaim(server: string, method: string, path: string): Claim[] {
  const key = `${server} ${method} ${patternShape(parsePattern(path))}`;
  const text = `the route ${method === '*' ? '' : `${method} `}${path}`;
  return [{ resource: 'route', key, text, path: ['data', 'path'], certain: true }];
}
