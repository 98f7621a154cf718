import { canceledError } from '../../core/context/cancellation.ts';
import { type Backoff, createBackoff } from '../../infrastructure/backoff.ts';
import type { Clock, TimerHandle } from '../../infrastructure/clock.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { ANSWERED, type CallDone, type RunningCall } from './callable.ts';
import type { FunctionCall, FunctionExecutor, Interceptor } from './function-call.ts';
import { isRetryable, type RetryPolicy, readRetryPolicy } from './retry-policy.ts';

/** Repeats failed calls according to the option `retry`. */
export function retryInterceptor(clock: Clock, random: () => number = Math.random): Interceptor {
  return {
    name: 'retry',
    order: 20,
    intercept(call, next, done) {
      const policy = call.options === null ? null : readRetryPolicy(call.options.retry);
      if (policy === null) return next(call, done);
      return new Retry(call, next, done, policy, clock, random).start();
    },
  };
}

class Retry implements RunningCall {
  private readonly call: FunctionCall;
  private readonly next: FunctionExecutor;
  private readonly done: CallDone;
  private readonly policy: RetryPolicy;
  private readonly clock: Clock;
  private readonly backoff: Backoff;
  private attempt = 0;
  private running: RunningCall = ANSWERED;
  private timer: TimerHandle | null = null;
  private cancelled = false;

  constructor(
    call: FunctionCall,
    next: FunctionExecutor,
    done: CallDone,
    policy: RetryPolicy,
    clock: Clock,
    random: () => number,
  ) {
    this.call = call;
    this.next = next;
    this.done = done;
    this.policy = policy;
    this.clock = clock;
    this.backoff = createBackoff(policy.backoff, random);
    // The first interval belongs to the first attempt, so waits start at the initial delay times the factor.
    this.backoff.next();
  }

  start(): this {
    this.attempt++;
    this.timer = null;
    this.running = this.next(this.call, (value, error) => this.answered(value, error));
    return this;
  }

  cancel(reason: WippyError = canceledError()): void {
    if (this.cancelled) return;
    this.cancelled = true;
    if (this.timer === null) {
      this.running.cancel(reason);
      return;
    }
    this.clock.clearTimer(this.timer);
    this.done(null, reason);
  }

  private answered(value: readonly Payload[] | null, error: WippyError | null): void {
    const again =
      error !== null &&
      !this.cancelled &&
      this.attempt < this.policy.maximumAttempts &&
      isRetryable(this.policy, error);
    if (again) this.timer = this.clock.setTimer(() => void this.start(), this.backoff.next());
    else this.done(value, error);
  }
}
