import type { BackoffOptions } from '../../infrastructure/backoff.ts';
import { tryParseDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, type WippyError } from '../../infrastructure/errors.ts';

/** When and how often a failed call is made again. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly maximumAttempts: number;
  readonly backoff: BackoffOptions;
  /** Only these kinds; empty for the usual ones. */
  readonly retryKinds: readonly string[];
  readonly skipKinds: readonly string[];
}

/** Kinds that a second try does not mend, unless the policy names the kinds itself. */
const HOPELESS: readonly string[] = [ErrorKind.Invalid, ErrorKind.PermissionDenied, ErrorKind.Internal];

/**
 * The policy in the option `retry`, or null when it asks for no second attempt. Values of a wrong type count as missing,
 * as they do in the reference runtime.
 */
export function readRetryPolicy(option: unknown): RetryPolicy | null {
  if (typeof option !== 'object' || option === null) return null;
  const options = option as Record<string, unknown>;
  const maximumAttempts = Math.floor(number(options.max_attempts) ?? 0);
  if (maximumAttempts <= 1) return null;
  return {
    maximumAttempts,
    backoff: {
      initialDelay: positive(duration(options.initial_delay)) ?? 100,
      maxDelay: positive(duration(options.max_delay)) ?? 10_000,
      factor: positive(number(options.backoff_factor)) ?? 2,
      jitter: number(options.jitter) ?? 0.1,
    },
    retryKinds: texts(options.retry_kinds),
    skipKinds: texts(options.skip_kinds),
  };
}

/** Whether the policy allows another attempt after this error. */
export function isRetryable(policy: RetryPolicy, error: WippyError): boolean {
  if (error.retryable === false || error.kind === ErrorKind.Canceled) return false;
  if (policy.skipKinds.includes(error.kind)) return false;
  if (policy.retryKinds.length > 0) return policy.retryKinds.includes(error.kind);
  return !HOPELESS.includes(error.kind);
}

function number(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function duration(value: unknown): number | undefined {
  return typeof value === 'string' ? tryParseDuration(value) : number(value);
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
