/** Middleware `cors`: cross-origin requests of browsers. Rule: http/middleware of the Wippy documentation. */

import type { HttpExchange } from '../exchange.ts';
import { listOf, type Middleware, type MiddlewareOptions, option } from './middleware.ts';

const METHODS = 'GET,POST,PUT,DELETE,OPTIONS,PATCH';
const HEADERS = 'Origin,Content-Type,Accept,Authorization,X-Requested-With';

interface CorsSettings {
  /** Null: all. */
  readonly origins: readonly string[] | null;
  readonly methods: string;
  readonly headers: string;
  readonly expose: string;
  readonly credentials: boolean;
  readonly maxAge: string;
  readonly privateNetwork: boolean;
}

export function createCors(options: MiddlewareOptions): Middleware {
  const origins = option(options, 'cors.allow.origins', 'allow_origins') ?? '*';
  return new Cors({
    origins: origins === '*' ? null : listOf(origins),
    methods: option(options, 'cors.allow.methods', 'allow_methods') ?? METHODS,
    headers: option(options, 'cors.allow.headers', 'allow_headers') ?? HEADERS,
    expose: option(options, 'cors.expose.headers', 'expose_headers') ?? '',
    credentials: option(options, 'cors.allow.credentials', 'allow_credentials') === 'true',
    maxAge: option(options, 'cors.max.age', 'max_age') ?? '86400',
    privateNetwork: option(options, 'cors.allow.private.network', 'allow_private_network') === 'true',
  });
}

class Cors implements Middleware {
  readonly name = 'cors';
  private readonly settings: CorsSettings;

  constructor(settings: CorsSettings) {
    this.settings = settings;
  }

  handle({ request, response }: HttpExchange): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return true;
    const { settings } = this;
    if (settings.origins !== null && !originAllowed(origin, settings.origins)) return true;
    const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    response.replaceHeader('Access-Control-Allow-Origin', origin);
    if (settings.credentials) response.replaceHeader('Access-Control-Allow-Credentials', 'true');
    if (settings.privateNetwork) response.replaceHeader('Access-Control-Allow-Private-Network', 'true');
    if (!preflight) {
      if (settings.expose !== '') response.replaceHeader('Access-Control-Expose-Headers', settings.expose);
      response.replaceHeader('Vary', 'Origin');
      return true;
    }
    response.replaceHeader('Access-Control-Allow-Methods', settings.methods);
    response.replaceHeader('Access-Control-Allow-Headers', settings.headers);
    response.replaceHeader('Access-Control-Max-Age', settings.maxAge);
    response.replaceHeader('Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
    response.status = 204;
    response.end();
    return false;
  }
}

/** `*.example.com` stands for the subdomains, `localhost` for every port of this machine. */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => {
    if (pattern === '*' || pattern === origin) return true;
    if (pattern.startsWith('*.')) return origin.endsWith(pattern.slice(1)) && origin.length > pattern.length - 1;
    return pattern === 'localhost' && /^https?:\/\/localhost(?::\d+)?$/.test(origin);
  });
}
