/** The table of a server from its entries. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { FileSystemRegistry } from '../../fs/filesystem-registry.ts';
import type { EndpointConfig, RouterConfig, StaticConfig } from '../config.ts';
import { type EndpointServices, EndpointTarget } from '../endpoint.ts';
import type { HttpExchange, RouteInfo } from '../exchange.ts';
import type { Middleware, MiddlewareOptions, MiddlewareRegistry } from '../middleware/middleware.ts';
import type { Route, RouteTarget } from '../route.ts';
import { StaticTarget } from '../static/static-target.ts';
import { joinPath, parsePattern, patternShape } from './pattern.ts';
import { RouteTable, type TableEntry } from './route-table.ts';

export interface RouteBuilder extends EndpointServices {
  readonly middleware: MiddlewareRegistry;
  /** Missing where there are no file systems. */
  readonly fileSystems?: FileSystemRegistry | undefined;
  /** Middleware made for the list of a router: what it remembers (rates, say) outlives changes of other entries. */
  readonly chains: WeakMap<readonly string[], readonly Middleware[]>;
}

/** The entries of one server by id. */
export interface ServerEntries {
  readonly routers: ReadonlyMap<string, RouterConfig>;
  readonly endpoints: ReadonlyMap<string, EndpointConfig>;
  readonly statics: ReadonlyMap<string, StaticConfig>;
}

/** Middleware before and behind the choice of the route. */
interface Chains {
  readonly before: readonly Middleware[];
  readonly after: readonly Middleware[];
}

interface Claim {
  readonly id: string;
  readonly text: string;
}

/** Collects routes and finds those that answer the same requests. */
class Collection {
  readonly entries: TableEntry<Route>[] = [];
  private readonly claims = new Map<string, Claim>();

  /** @throws WippyError Conflict that names both entries. */
  add(id: string, method: string, path: string, route: Route): void {
    const pattern = parsePattern(path);
    const key = `${method} ${patternShape(pattern)}`;
    const text = method === '*' ? path : `${method} ${path}`;
    const former = this.claims.get(key);
    if (former !== undefined) {
      throw new WippyError(
        `routes conflict: ${text} of ${id} and ${former.text} of ${former.id} answer the same requests`,
        {
          kind: ErrorKind.Conflict,
          retryable: false,
          details: { entries: [former.id, id], routes: [former.text, text] },
          hint: 'Change the path, the method, or the prefix of the router of one of them.',
        },
      );
    }
    this.claims.set(key, { id, text });
    this.entries.push({ method, pattern, route });
  }

  has(method: string, path: string): boolean {
    return this.claims.has(`${method} ${patternShape(parsePattern(path))}`);
  }
}

/** @throws WippyError Conflict for ambiguous routes; what middleware throws for its options. */
export function buildRoutes(builder: RouteBuilder, entries: ServerEntries): RouteTable<Route> {
  const collection = new Collection();
  const chains = new Map<string, Chains>();
  for (const [id, router] of entries.routers) {
    chains.set(id, {
      before: chain(builder, router.middleware, router.options),
      after: chain(builder, router.post_middleware, router.post_options),
    });
  }
  const endpoints = [...entries.endpoints].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [id, endpoint] of endpoints) {
    const router = entries.routers.get(endpoint.meta.router) as RouterConfig;
    const { before, after } = chains.get(endpoint.meta.router) as Chains;
    const pattern = joinPath(router.prefix, endpoint.path);
    const info: RouteInfo = { endpoint: id, func: endpoint.func, router: endpoint.meta.router, pattern };
    const target = new EndpointTarget(builder, info);
    const middleware = [...before, ...after];
    const upgrades = middleware.some((item) => item.upgrades === true);
    collection.add(id, endpoint.method, pattern, { info, middleware, target, upgrades });
  }
  // Browsers ask with OPTIONS before they send certain requests; the middleware of the router answers them.
  const preflights = new Map<string, { router: string; methods: string[] }>();
  for (const [, endpoint] of endpoints) {
    const router = entries.routers.get(endpoint.meta.router) as RouterConfig;
    const path = joinPath(router.prefix, endpoint.path);
    if (collection.has('OPTIONS', path)) continue;
    const shape = patternShape(parsePattern(path));
    const known = preflights.get(shape);
    if (known !== undefined) {
      known.methods.push(endpoint.method);
      continue;
    }
    const methods = [endpoint.method];
    preflights.set(shape, { router: endpoint.meta.router, methods });
    const before = chains.get(endpoint.meta.router)?.before ?? [];
    collection.entries.push({
      method: 'OPTIONS',
      pattern: parsePattern(path),
      route: { info: null, middleware: before, target: new OptionsTarget(methods), upgrades: false },
    });
  }
  for (const [id, config] of entries.statics) {
    const system = builder.fileSystems?.get(config.fs);
    if (system === undefined) continue;
    const path = config.path.endsWith('/') ? config.path : `${config.path}/`;
    const middleware = chain(builder, config.middleware, config.options);
    const systems = builder.fileSystems as FileSystemRegistry;
    const target = new StaticTarget(
      { ...config.files, prefix: path, system: () => systems.get(config.fs) },
      builder.logger,
    );
    collection.add(id, '*', path, { info: null, middleware, target, upgrades: false });
  }
  return new RouteTable(collection.entries);
}

/** The middleware of these names, made once for each list. @throws WippyError for unknown names and bad options. */
export function chain(
  builder: RouteBuilder,
  names: readonly string[],
  options: MiddlewareOptions,
): readonly Middleware[] {
  let made = builder.chains.get(names);
  if (made === undefined) {
    made = names.map((name) => builder.middleware.create(name, options));
    builder.chains.set(names, made);
  }
  return made;
}

/** Answers OPTIONS with the methods of a path. */
class OptionsTarget implements RouteTarget {
  private readonly methods: readonly string[];

  /** The list may still grow while the table is built. */
  constructor(methods: readonly string[]) {
    this.methods = methods;
  }

  serve({ response }: HttpExchange): void {
    const allowed = new Set([...this.methods, 'OPTIONS']);
    if (allowed.has('GET')) allowed.add('HEAD');
    response.replaceHeader('Allow', [...allowed].sort().join(', '));
    response.status = 204;
    response.end();
  }
}
