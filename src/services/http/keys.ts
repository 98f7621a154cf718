/** What the HTTP service puts into the application context, and what it looks for there. */

import { contextKey } from '../../infrastructure/app-context.ts';
import type { MiddlewareRegistry } from './middleware/middleware.ts';

/** The middleware that routers may name; attach it while components load. */
export const middlewareKey = contextKey<MiddlewareRegistry>('HTTP middleware');
