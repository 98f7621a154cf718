/** The HTTP kinds. Rule: guides/entry-kinds of the Wippy documentation, section HTTP. */

import { type AnyKind, defineKind } from '../../core/kinds/index.ts';
import type { ReadonlyAppContext } from '../../infrastructure/app-context.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import {
  clockKey,
  functionsKey,
  loggerKey,
  namesKey,
  nodeKey,
  pidGeneratorKey,
  policiesKey,
  routerKey,
  supervisorKey,
  tokenStoresKey,
  topologyKey,
  transcoderKey,
} from '../../system/context-keys.ts';
import { lifecycleFrame } from '../../system/security/lifecycle-identity.ts';
import { envKey } from '../env/env-service.ts';
import { fileSystemsKey } from '../fs/filesystem-registry.ts';
import { metricsKey } from '../metrics/metrics.ts';
import { endpointClaims, serviceClaims, staticClaims } from './claims.ts';
import {
  endpointMetaSchema,
  endpointSchema,
  routerMetaSchema,
  routerSchema,
  serviceSchema,
  staticSchema,
} from './config.ts';
import { middlewareKey } from './keys.ts';
import { HttpManager } from './manager.ts';
import { checkMiddlewareOptions } from './middleware/check-options.ts';
import { createMiddlewareRegistry, type StandardMiddlewareOptions } from './middleware/standard.ts';
import { HttpServer } from './server/http-server.ts';

/** One manager handles all HTTP kinds. Needs supervisor, functions, transcoder, logger and middleware in the context. */
export function createHttpManager(context: ReadonlyAppContext): HttpManager {
  const logger = context.require(loggerKey).named('http');
  const node = context.get(nodeKey);
  const env = context.get(envKey);
  const fileSystems = context.get(fileSystemsKey);
  return new HttpManager({
    supervisor: context.require(supervisorKey),
    builder: {
      functions: context.require(functionsKey),
      transcoder: context.require(transcoderKey),
      logger,
      middleware: context.get(middlewareKey) ?? createMiddlewareRegistry(standardOptions(context, logger)),
      fileSystems,
      chains: new WeakMap(),
    },
    createServer: (id, config) =>
      new HttpServer({
        id,
        config,
        logger,
        identity: ({ lifecycle }) => lifecycleFrame(lifecycle.security, context.require(policiesKey)),
        readVariable: async (name) => env?.lookup(name, id.slice(0, id.indexOf(':'))),
        onListening: () => {
          // Relays attach their clients to addresses of this host.
          node?.registerHost({ id });
          return () => node?.unregisterHost(id);
        },
      }),
  });
}

function standardOptions(context: ReadonlyAppContext, logger: Logger): StandardMiddlewareOptions {
  const topology = context.get(topologyKey);
  const relays = topology && {
    topology,
    node: context.require(nodeKey),
    router: context.require(routerKey),
    names: context.require(namesKey),
    pids: context.require(pidGeneratorKey),
    transcoder: context.require(transcoderKey),
    clock: context.require(clockKey),
    logger: logger.named('relay'),
  };
  return {
    logger,
    relays,
    fileSystems: context.get(fileSystemsKey),
    metrics: context.get(metricsKey),
    tokenStores: context.get(tokenStoresKey),
  };
}

/** `http.service`, `http.router`, `http.endpoint`, `http.static`. */
export function httpKinds(): AnyKind[] {
  return [
    defineKind({
      kind: 'http.service',
      description: 'An HTTP server.',
      schema: serviceSchema,
      claims: serviceClaims,
      handler: createHttpManager,
    }),
    defineKind({
      kind: 'http.router',
      description: 'Endpoints of a server below one prefix, with their middleware.',
      schema: routerSchema,
      check: checkMiddlewareOptions(
        { names: 'middleware', options: 'options' },
        { names: 'post_middleware', options: 'post_options' },
      ),
      meta: routerMetaSchema,
      handler: createHttpManager,
    }),
    defineKind({
      kind: 'http.endpoint',
      description: 'A route that calls a function.',
      schema: endpointSchema,
      meta: endpointMetaSchema,
      claims: endpointClaims,
      handler: createHttpManager,
    }),
    defineKind({
      kind: 'http.static',
      description: 'Files of a file system below a path of a server.',
      schema: staticSchema,
      check: checkMiddlewareOptions({ names: 'middleware', options: 'options', others: ['spa', 'index', 'cache'] }),
      meta: routerMetaSchema,
      claims: staticClaims,
      handler: createHttpManager,
    }),
  ];
}
