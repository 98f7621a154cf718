/** Endpoints: a request becomes a call of a function. */

import { FrameContext } from '../../core/context/frame-context.ts';
import { canceledError } from '../../core/context/cancellation.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import type { Logger } from '../../infrastructure/logger/index.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { CallDone } from '../../system/functions/callable.ts';
import type { FunctionCall, FunctionRegistry } from '../../system/functions/index.ts';
import { encodeJson } from './json.ts';
import { attachExchange, type HttpExchange, type RouteInfo } from './exchange.ts';
import type { RouteTarget } from './route.ts';

const NO_PAYLOADS: readonly Payload[] = Object.freeze([]);
