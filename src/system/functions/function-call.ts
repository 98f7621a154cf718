import type { FrameContext, Options } from '../../core/context/frame-context.ts';
import type { Actor, Scope } from '../../core/context/identity.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { CallDone, RunningCall } from './callable.ts';
import type { PoolPlan } from './pool-config.ts';

/** A call of a function as it passes the interceptors. */
export interface FunctionCall {
  /** Entry id of the function. */
  readonly target: string;
  readonly payloads: readonly Payload[];
  /** The frame of the caller. */
  readonly context: FrameContext;
  /** Options of the entry overlaid by those of the call; null when neither has any. */
  readonly options: Options | null;
  /** Overrides for the frame of the callee; missing: as the caller. */
  readonly values?: Readonly<Record<string, unknown>> | null;
  readonly actor?: Actor | null;
  readonly scope?: Scope | null;
}

/** Executes a call: the next interceptor, or at last the pool of the function. */
export type FunctionExecutor = (call: FunctionCall, done: CallDone) => RunningCall;

/** Stands between the callers and the functions: may change the call, answer itself, call several times. */
export interface Interceptor {
  readonly name: string;
  /** Lower runs first, further outside. */
  readonly order: number;
  intercept(call: FunctionCall, next: FunctionExecutor, done: CallDone): RunningCall;
}

/** Where the calls of one function run. */
export interface FunctionPool {
  call(call: FunctionCall, done: CallDone): RunningCall;
  /** Takes no more calls; resolves when those accepted have been answered and the instances are closed. */
  retire(): Promise<void>;
  /** Takes another number of instances without losing any that are needed; false where that makes another pool. */
  resize?(plan: PoolPlan): boolean;
  statistics(): PoolStatistics;
}

export interface PoolStatistics {
  readonly type: string;
  /** Instances, idle or busy. */
  readonly size: number;
  readonly maximum: number;
  readonly active: number;
  readonly waiting: number;
  readonly completed: number;
}
