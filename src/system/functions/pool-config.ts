import { unknownPoolType } from './errors.ts';

/** The key `pool` of a function entry. */
export interface PoolConfig {
  readonly type?: string;
  readonly size?: number;
  readonly workers?: number;
  readonly buffer?: number;
  readonly warm_start?: boolean;
  readonly max_size?: number;
}

/** How the calls of a function are shared out to instances. */
export type PoolPlan =
  | { readonly type: 'inline' }
  | { readonly type: 'static'; readonly workers: number; readonly buffer: number }
  | { readonly type: 'lazy'; readonly maximum: number; readonly idleMilliseconds: number }
  | { readonly type: 'adaptive'; readonly maximum: number };

const IDLE_MILLISECONDS = 30_000;
const DEFAULT_MAXIMUM = 16;
const UNTYPED_MAXIMUM = 100;

/**
 * Which pool a configuration asks for; without a type the sizes decide.
 * @throws WippyError Invalid `unknown pool type: X`.
 */
export function planPool(config: PoolConfig = {}): PoolPlan {
  const workers = config.workers ?? 0;
  const size = config.size ?? 0;
  const maximum = config.max_size ?? 0;
  switch (config.type ?? '') {
    case 'inline':
      return { type: 'inline' };
    case 'static':
      return staticPlan(workers || size || 8, config.buffer);
    case 'lazy':
      return { type: 'lazy', maximum: maximum || DEFAULT_MAXIMUM, idleMilliseconds: IDLE_MILLISECONDS };
    case 'adaptive':
      return { type: 'adaptive', maximum: maximum || DEFAULT_MAXIMUM };
    case '':
      if (workers > 0) return staticPlan(workers, config.buffer);
      if (size > 0 && maximum === 0) return { type: 'inline' };
      return { type: 'lazy', maximum: maximum || UNTYPED_MAXIMUM, idleMilliseconds: IDLE_MILLISECONDS };
    default:
      throw unknownPoolType(config.type!);
  }
}

function staticPlan(workers: number, buffer: number | undefined): PoolPlan {
  return { type: 'static', workers, buffer: buffer || workers * 64 };
}
