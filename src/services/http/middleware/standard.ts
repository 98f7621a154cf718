/** The middleware that comes with the HTTP service. */

import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { TokenStores } from '../../../system/security/token-stores.ts';
import type { FileSystemRegistry } from '../../fs/filesystem-registry.ts';
import type { RelayServices } from '../relay/session.ts';
import { sseRelayFactory } from '../relay/sse.ts';
import { websocketRelayFactory } from '../relay/websocket.ts';
import { createCompress } from './compress.ts';
import { createCors } from './cors.ts';
import { createEndpointFirewall, createResourceFirewall } from './firewall.ts';
import { createMetrics, type RequestMetrics } from './metrics.ts';
import { type Middleware, MiddlewareRegistry } from './middleware.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRealIp } from './real-ip.ts';
import { sendFileFactory } from './send-file.ts';
import { tokenAuthFactory } from './token-auth.ts';

export interface StandardMiddlewareOptions {
  readonly logger: Logger;
  /** For `sendfile`, which is unknown without it. */
  readonly fileSystems?: FileSystemRegistry | undefined;
  /** For `metrics`, which does nothing without it. */
  readonly metrics?: RequestMetrics | undefined;
  /** For `token_auth`. */
  readonly tokenStores?: TokenStores | undefined;
  /** For `sse_relay` and `websocket_relay`, which are unknown without them. */
  readonly relays?: RelayServices | undefined;
}

/** A registry with all middleware for which the services are there. */
export function createMiddlewareRegistry(options: StandardMiddlewareOptions): MiddlewareRegistry {
  const registry = new MiddlewareRegistry()
    .register('cors', createCors)
    .register('compress', createCompress)
    .register('ratelimit', (settings) => createRateLimit(settings))
    .register('real_ip', createRealIp)
    .register('endpoint_firewall', createEndpointFirewall)
    .register('resource_firewall', createResourceFirewall)
    .register('metrics', () => (options.metrics === undefined ? nothing('metrics') : createMetrics(options.metrics)))
    // Does nothing unless telemetry replaces it.
    .register('otel', () => nothing('otel'));
  const { fileSystems, logger, relays, tokenStores } = options;
  if (fileSystems !== undefined) registry.register('sendfile', sendFileFactory(fileSystems, logger));
  if (tokenStores !== undefined) registry.register('token_auth', tokenAuthFactory(tokenStores, logger));
  if (relays !== undefined) {
    registry.register('sse_relay', sseRelayFactory(relays)).register('websocket_relay', websocketRelayFactory(relays));
  }
  return registry;
}

function nothing(name: string): Middleware {
  return { name, handle: () => true };
}
