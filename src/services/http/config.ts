/** Schemas of the HTTP kinds. Rule: http/{server,router,endpoint,static} of the Wippy documentation. */

import { z } from 'zod';
import { durationSchema, entryRef, parsable } from '../../core/kinds/index.ts';
import { lifecycleSchema } from '../../core/supervisor/index.ts';
import { didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import { MIDDLEWARE_OPTIONS } from './middleware/declarations.ts';
import { joinPath, parsePattern } from './routing/pattern.ts';
import { parseAddress } from './server/address.ts';

/** Methods an endpoint may have. */
export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'] as const;

function timeout() {
  return durationSchema().refine((milliseconds) => milliseconds >= 0, { error: 'must not be negative' });
}

/** Options of middleware: texts; numbers and booleans are taken as their text. */
function optionsSchema() {
  return z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .transform((options) => Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)])))
    .prefault({});
}

/** Names of middleware. */
function middlewareSchema() {
  const known = Object.keys(MIDDLEWARE_OPTIONS);
  const name = z
    .string()
    .check((payload) => {
      if (known.includes(payload.value)) return;
      payload.issues.push({
        code: 'custom',
        message: `unknown middleware "${payload.value}"`,
        input: payload.value,
        params: {
          hint: didYouMean(payload.value, known) ?? `Known are ${known.join(', ')}.`,
          correction: onlyCandidate(payload.value, known),
        },
      });
    })
    // For editors.
    .meta({ enum: known });
  return z.array(name).default([]);
}

function tlsSchema() {
  return z
    .object({
      mode: z.enum(['', 'auto', 'manual']).default(''),
      cert: z.string().optional(),
      key: z.string().optional(),
      cert_env: z.string().optional(),
      key_env: z.string().optional(),
      client_ca: z.string().optional(),
      client_ca_env: z.string().optional(),
      client_auth: z.enum(['', 'request', 'require_any', 'verify_if_given', 'require_and_verify']).default(''),
    })
    .superRefine((tls, context) => {
      const message = tlsProblem(tls);
      if (message !== null) context.addIssue({ code: 'custom', message, input: tls });
    });
}

interface TlsFields {
  mode: string;
  cert?: string | undefined;
  key?: string | undefined;
  cert_env?: string | undefined;
  key_env?: string | undefined;
  client_ca?: string | undefined;
  client_ca_env?: string | undefined;
  client_auth: string;
}

/** What is inconsistent about a TLS block, or null. */
function tlsProblem(tls: TlsFields): string | null {
  const hasPair = Boolean(tls.cert || tls.key || tls.cert_env || tls.key_env);
  const hasClient = Boolean(tls.client_ca || tls.client_ca_env || tls.client_auth);
  if (tls.mode === '')
    return hasPair || hasClient ? 'without a mode there must be no certificate; set tls.mode to manual' : null;
  if (tls.mode === 'auto') {
    if (hasPair) return 'tls.mode auto takes its certificate from the network driver; remove cert and key';
    return hasClient ? 'client certificates (client_auth) need tls.mode manual' : null;
  }
  if (Boolean(tls.cert) !== Boolean(tls.key)) return 'cert and key must both be set';
  if (Boolean(tls.cert_env) !== Boolean(tls.key_env)) return 'cert_env and key_env must both be set';
  if (!tls.cert && !tls.cert_env) return 'tls.mode manual needs cert and key';
  if (tls.cert && tls.cert_env) return 'set either cert and key, or cert_env and key_env, not both';
  if (tls.client_ca && tls.client_ca_env) return 'set either client_ca or client_ca_env, not both';
  const hasAuthority = Boolean(tls.client_ca || tls.client_ca_env);
  if (tls.client_auth === '') return hasAuthority ? 'client_ca is set but client_auth is empty' : null;
  const verifies = tls.client_auth === 'verify_if_given' || tls.client_auth === 'require_and_verify';
  return verifies && !hasAuthority ? `client_auth ${tls.client_auth} needs client_ca` : null;
}

/** `http.service`; times are milliseconds, undefined means no limit. */
export function serviceSchema() {
  return z.object({
    addr: z.string().min(1, { error: 'address is required', abort: true }).check(parsable(parseAddress)),
    timeouts: z
      .object({ read: timeout().optional(), write: timeout().optional(), idle: timeout().optional() })
      .prefault({}),
    host: z.object({ buffer_size: z.int().min(0).default(1024), worker_count: z.int().min(0).optional() }).prefault({}),
    network: entryRef({ kinds: ['network', 'network.*'], relative: true }).optional(),
    tls: tlsSchema().optional(),
    lifecycle: lifecycleSchema(),
  });
}

export function routerSchema() {
  return z.object({
    prefix: z
      .string()
      .refine((prefix) => prefix === '' || prefix.startsWith('/'), { error: 'must start with /', abort: true })
      .check(parsable((prefix) => parsePattern(joinPath(prefix, '/'))))
      .default(''),
    middleware: middlewareSchema(),
    options: optionsSchema(),
    post_middleware: middlewareSchema(),
    post_options: optionsSchema(),
  });
}

export function routerMetaSchema() {
  return z.looseObject({ server: entryRef({ kinds: ['http.service'], relative: true }) });
}

function pathSchema() {
  return z
    .string()
    .min(1, { error: 'path is required', abort: true })
    .startsWith('/', { error: 'must start with /', abort: true })
    .check(parsable(parsePattern));
}

export function endpointSchema() {
  return z.object({
    method: z
      .string()
      .transform((method) => method.toUpperCase())
      .pipe(z.enum(HTTP_METHODS)),
    path: pathSchema(),
    func: entryRef({ kinds: ['function.*'], relative: true }),
  });
}

export function endpointMetaSchema() {
  return z.looseObject({ router: entryRef({ kinds: ['http.router'], relative: true }) });
}

export function staticSchema() {
  return z
    .object({
      path: pathSchema(),
      fs: entryRef({ kinds: ['fs.*'], relative: true }),
      /** Kept for compatibility; a subdirectory has a filesystem entry of its own. */
      directory: z.string().optional(),
      static_options: z
        .object({
          spa: z.boolean().optional(),
          index: z.string().optional(),
          cache: z.string().optional(),
        })
        .prefault({}),
      middleware: middlewareSchema(),
      options: optionsSchema(),
    })
    .transform((config) => {
      // Older entries have these three among the options of the middleware.
      const { spa, index, cache, ...options } = config.options;
      const own = config.static_options;
      const files = {
        spa: own.spa ?? spa === 'true',
        index: own.index ?? index ?? '',
        cache: own.cache ?? cache ?? '',
      };
      return { path: config.path, fs: config.fs, middleware: config.middleware, options, files };
    })
    .refine((config) => !config.files.spa || config.files.index !== '', {
      error: 'static_options.index is required when spa is true',
    });
}

export type ServiceConfig = z.output<ReturnType<typeof serviceSchema>>;
export type RouterConfig = z.output<ReturnType<typeof routerSchema>> & {
  meta: z.output<ReturnType<typeof routerMetaSchema>>;
};
export type EndpointConfig = z.output<ReturnType<typeof endpointSchema>> & {
  meta: z.output<ReturnType<typeof endpointMetaSchema>>;
};
export type StaticConfig = z.output<ReturnType<typeof staticSchema>> & {
  meta: z.output<ReturnType<typeof routerMetaSchema>>;
};
