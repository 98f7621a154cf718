import type { Clock } from '../../infrastructure/clock.ts';
import { tryParseDuration } from '../../infrastructure/duration.ts';
import { ANSWERED, type RunningCall } from './callable.ts';
import { callTimedOut, invalidTimeout } from './errors.ts';
import type { Interceptor } from './function-call.ts';

/** Ends calls with the option `timeout` (milliseconds or a duration) with a Timeout error that is not retried. */
export function timeoutInterceptor(clock: Clock): Interceptor {
  return {
    name: 'timeout',
    order: 10,
    intercept(call, next, done) {
      const option = call.options?.timeout;
      if (option === undefined || option === null) return next(call, done);
      const milliseconds = typeof option === 'string' ? tryParseDuration(option) : Number(option);
      if (milliseconds === undefined || Number.isNaN(milliseconds)) {
        done(null, invalidTimeout(option));
        return ANSWERED;
      }
      if (milliseconds <= 0) return next(call, done);
      let running: RunningCall = ANSWERED;
      const timer = clock.setTimer(() => running.cancel(callTimedOut(call.target, milliseconds)), milliseconds);
      running = next(call, (value, error) => {
        clock.clearTimer(timer);
        done(value, error);
      });
      return running;
    },
  };
}
