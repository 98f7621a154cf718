/** The middleware that comes with the HTTP service. */

import { createCors } from './cors.ts';
import { MiddlewareRegistry } from './middleware.ts';

/** A registry with the middleware that needs no other service. */
export function createMiddlewareRegistry(): MiddlewareRegistry {
  return new MiddlewareRegistry().register('cors', createCors);
}
