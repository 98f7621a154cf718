/** What the HTTP service puts into the application context, and what it looks for there. */

import { contextKey } from '../../infrastructure/app-context.ts';
import type { MiddlewareRegistry } from './middleware/middleware.ts';
import type { VariableReader } from './server/tls.ts';

/** The middleware that routers may name; attach it while components load. */
export const middlewareKey = contextKey<MiddlewareRegistry>('HTTP middleware');

/** Optional: reads variables of the environment registry for `tls.*_env`. */
export const variableReaderKey = contextKey<VariableReader>('variable reader');
