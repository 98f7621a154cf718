/** The middleware that comes with the HTTP service and the options of each, for checks that need none of its services. */

/** Options by the name of their middleware; the names that options had before are as good. */
export const MIDDLEWARE_OPTIONS = {
  compress: ['compress.level', 'compress.min.length'],
  cors: [
    'cors.allow.origins',
    'cors.allow.methods',
    'cors.allow.headers',
    'cors.expose.headers',
    'cors.allow.credentials',
    'cors.max.age',
    'cors.allow.private.network',
    'allow_origins',
    'allow_methods',
    'allow_headers',
    'expose_headers',
    'allow_credentials',
    'max_age',
    'allow_private_network',
  ],
  endpoint_firewall: ['endpoint_firewall.action', 'endpoint_action'],
  metrics: [],
  otel: [],
  ratelimit: [
    'ratelimit.requests',
    'ratelimit.window',
    'ratelimit.key',
    'ratelimit.burst',
    'ratelimit.cleanup_interval',
    'ratelimit.entry_ttl',
    'ratelimit.max_entries',
  ],
  real_ip: ['real_ip.trust_all', 'real_ip.trusted.subnets', 'trusted_subnets'],
  resource_firewall: ['resource_firewall.action', 'resource_firewall.target', 'resource_action', 'resource_target'],
  sendfile: ['sendfile.fs', 'fs'],
  sse_relay: ['sserelay.allowed.origins', 'allow_origins', 'allowed_origins'],
  token_auth: [
    'token_auth.store',
    'token_auth.header.name',
    'token_auth.header.prefix',
    'token_auth.query.param',
    'token_auth.cookie.name',
    'token_store',
    'header_name',
    'header_prefix',
    'query_param',
    'cookie_name',
  ],
  websocket_relay: ['wsrelay.allowed.origins', 'allow_origins', 'allowed_origins'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Undefined for a middleware that does not come with the service. */
export function optionsOf(middleware: string): readonly string[] | undefined {
  return Object.hasOwn(MIDDLEWARE_OPTIONS, middleware)
    ? MIDDLEWARE_OPTIONS[middleware as keyof typeof MIDDLEWARE_OPTIONS]
    : undefined;
}
