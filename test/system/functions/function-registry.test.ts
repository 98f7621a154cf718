import { describe, expect, it } from 'vitest';
import { PidGenerator } from '../../../src/core/pid/pid-generator.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import type { Event } from '../../../src/infrastructure/event-bus/event.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/event-bus.ts';
import type { FunctionCall, Interceptor } from '../../../src/system/functions/function-call.ts';
import { listenForFunctions } from '../../../src/system/functions/function-events.ts';
import { FunctionRegistry } from '../../../src/system/functions/function-registry.ts';
import { planPool } from '../../../src/system/functions/pool-config.ts';
import { retryInterceptor } from '../../../src/system/functions/retry-interceptor.ts';
import { timeoutInterceptor } from '../../../src/system/functions/timeout-interceptor.ts';
import { WorkerPool } from '../../../src/system/functions/worker-pool.ts';
import { ManualClock } from '../support.ts';
import { ask, callOf, fakeFactory } from './support.ts';

function pool(maximum = 4) {
  const factory = fakeFactory();
  const options = {
    factory: factory.create,
    pids: new PidGenerator(),
    hostId: 'app:fn#lua.1',
    type: 'static',
    maximum,
  };
  return { made: factory.made, pool: new WorkerPool(options) };
}

describe('FunctionRegistry', () => {
  it('answers a call of an unknown function with NotFound', () => {
    const answers: unknown[] = [];
    new FunctionRegistry().call(callOf({ target: 'app:none' }), (_value, error) => answers.push(error));
    expect(answers).toEqual([
      expect.objectContaining({
        message: 'no handler registered for target',
        kind: 'NotFound',
        details: { target: 'app:none' },
      }),
    ]);
  });

  it('lays the options of a call over those of the entry', () => {
    const functions = new FunctionRegistry();
    const { pool: one, made } = pool();
    functions.register('app:fn', one, { a: 1, b: 1 });
    ask(functions, callOf({ options: { b: 2 } }));
    expect(made[0].context!.options).toEqual({ a: 1, b: 2 });
  });

  it('sends new calls to a replacement while the former pool drains', async () => {
    const functions = new FunctionRegistry();
    const [old, fresh] = [pool(), pool()];
    functions.register('app:fn', old.pool);
    const before = ask(functions);
    functions.register('app:fn', fresh.pool);
    const after = ask(functions);
    expect([old.made.length, fresh.made.length, before.result]).toEqual([1, 1, null]);
    old.made[0].answer('old');
    fresh.made[0].answer('new');
    expect([before.result, after.result]).toEqual([{ data: 'old' }, { data: 'new' }]);
    expect([old.made[0].closed, fresh.made[0].closed]).toEqual([1, 0]);
    await functions.close();
    expect(fresh.made[0].closed).toBe(1);
    expect(functions.list()).toEqual([]);
  });

  it('registers and deletes by events and answers each', async () => {
    const bus = new EventBus();
    const functions = new FunctionRegistry();
    const answers: Event[] = [];
    bus.subscribe({ system: 'function', kind: 'function.(accept|reject)' }, (event) => void answers.push(event));
    const stop = listenForFunctions(bus, functions);
    const publish = (kind: string, data?: unknown) => bus.publish({ system: 'function', kind, path: 'app:fn', data });
    publish('function.register', { pool: pool().pool, options: { x: 1 } });
    await bus.idle();
    expect(functions.options('app:fn')).toEqual({ x: 1 });
    publish('function.delete');
    publish('function.delete');
    publish('function.register', 'nothing');
    await bus.idle();
    expect(answers.map(({ kind, data }) => [kind, data])).toEqual([
      ['function.accept', undefined],
      ['function.accept', undefined],
      ['function.reject', 'function not found'],
      ['function.reject', 'invalid register function payload'],
    ]);
    stop();
  });
});

describe('interceptors', () => {
  it('run in ascending order around the call and may answer themselves', () => {
    const functions = new FunctionRegistry();
    const { pool: one, made } = pool();
    functions.register('app:fn', one);
    const log: string[] = [];
    const logging = (name: string, order: number): Interceptor => ({
      name,
      order,
      intercept: (call, next, done) => {
        log.push(`${name} in`);
        return next(call, (value, error) => {
          log.push(`${name} out`);
          done(value, error);
        });
      },
    });
    functions.interceptors.register(logging('b', 20));
    functions.interceptors.register(logging('a', 10));
    ask(functions);
    made[0].answer();
    expect(log).toEqual(['a in', 'b in', 'b out', 'a out']);
    functions.interceptors.register({
      name: 'b',
      order: 5,
      intercept: (_call, _next, done) => {
        done(null, new WippyError('blocked'));
        return { cancel: () => {} };
      },
    });
    expect(functions.interceptors.names()).toEqual(['b', 'a']);
    expect(ask(functions).result).toEqual({ error: 'blocked' });
    expect([functions.interceptors.unregister('b'), functions.interceptors.unregister('b')]).toEqual([true, false]);
  });
});

describe('the timeout interceptor', () => {
  const setup = (timeout: unknown) => {
    const clock = new ManualClock();
    const functions = new FunctionRegistry();
    functions.interceptors.register(timeoutInterceptor(clock));
    const { pool: one, made } = pool();
    functions.register('app:fn', one);
    return { clock, made, answer: ask(functions, callOf({ options: { timeout } })) };
  };

  it.each([[5000], ['5s']])('ends a call that takes longer than %j', (timeout) => {
    const { clock, answer } = setup(timeout);
    clock.advance(4999);
    expect(answer.result).toBeNull();
    clock.advance(1);
    expect(answer.result).toEqual({ error: 'call of app:fn exceeded its timeout of 5000ms' });
  });

  it('leaves a call alone that is done in time, or has no limit', () => {
    const { clock, made, answer } = setup(5000);
    made[0].answer();
    expect([answer.result, clock.pending]).toEqual([{ data: 'ok' }, []]);
    expect(setup(0).clock.pending).toEqual([]);
  });

  it('refuses a timeout it cannot read', () => {
    expect(setup('soon').answer.result).toEqual({ error: 'invalid call timeout "soon"' });
  });
});

describe('the retry interceptor', () => {
  const setup = (retry: unknown, error: () => WippyError | null) => {
    const clock = new ManualClock();
    let attempts = 0;
    const next = (_call: FunctionCall, done: (value: null, error: WippyError | null) => void) => {
      attempts++;
      done(null, error());
      return { cancel: () => {} };
    };
    const interceptor = retryInterceptor(clock, () => 0.5);
    const answer = ask(
      { call: (call, done) => interceptor.intercept(call, next, done) },
      callOf({ options: { retry } }),
    );
    return { clock, answer, attempts: () => attempts };
  };
  const unavailable = () => new WippyError('down', { kind: 'Unavailable' });

  it('waits longer each time, up to the limit, and gives the last error', () => {
    const { clock, answer, attempts } = setup({ max_attempts: 6, initial_delay: 100, max_delay: '1s' }, unavailable);
    const waits: number[] = [];
    while (clock.pending.length > 0) {
      const [wait] = clock.pending;
      waits.push(wait);
      clock.advance(wait);
    }
    expect(waits).toEqual([200, 400, 800, 1000, 1000]);
    expect([attempts(), answer.result]).toEqual([6, { error: 'down' }]);
  });

  it('stops at the first success', () => {
    let left = 2;
    const { clock, answer, attempts } = setup({ max_attempts: 5 }, () => (left-- > 0 ? unavailable() : null));
    clock.advance(60_000);
    expect([attempts(), answer.result]).toEqual([3, { data: undefined }]);
  });

  it.each([
    ['Internal', null, {}, 1],
    ['Invalid', null, {}, 1],
    ['PermissionDenied', null, {}, 1],
    ['Canceled', null, { retry_kinds: ['Canceled'] }, 1],
    ['Unavailable', false, {}, 1],
    ['Unavailable', null, { skip_kinds: ['Unavailable'] }, 1],
    ['Unavailable', null, { retry_kinds: ['Timeout'] }, 1],
    ['Internal', null, { retry_kinds: ['Internal'] }, 3],
    ['NotFound', null, {}, 3],
    ['Unknown', true, {}, 3],
  ] as const)('an error of kind %s, retryable %s, options %j: %i attempts', (kind, retryable, options, expected) => {
    const error = () => new WippyError('x', { kind, retryable });
    const { clock, attempts } = setup({ max_attempts: 3, ...options }, error);
    clock.advance(60_000);
    expect(attempts()).toBe(expected);
  });

  it.each([[undefined], [null], [true], [{ max_attempts: 1 }], [{}]])('does not repeat with the option %j', (retry) => {
    const { clock, attempts } = setup(retry, unavailable);
    expect([attempts(), clock.pending]).toEqual([1, []]);
  });

  it('stops waiting when the call is cancelled', () => {
    const { clock, answer, attempts } = setup({ max_attempts: 3 }, unavailable);
    answer.running.cancel();
    expect([answer.result, clock.pending, attempts()]).toEqual([{ error: 'context canceled' }, [], 1]);
  });
});

describe('planPool', () => {
  it.each([
    [{}, { type: 'lazy', maximum: 100, idleMilliseconds: 30_000 }],
    [{ max_size: 5 }, { type: 'lazy', maximum: 5, idleMilliseconds: 30_000 }],
    [{ size: 4 }, { type: 'inline' }],
    [
      { size: 4, max_size: 5 },
      { type: 'lazy', maximum: 5, idleMilliseconds: 30_000 },
    ],
    [{ workers: 3 }, { type: 'static', workers: 3, buffer: 192 }],
    [{ type: 'static' }, { type: 'static', workers: 8, buffer: 512 }],
    [
      { type: 'static', size: 2, buffer: 7 },
      { type: 'static', workers: 2, buffer: 7 },
    ],
    [{ type: 'lazy' }, { type: 'lazy', maximum: 16, idleMilliseconds: 30_000 }],
    [
      { type: 'adaptive', max_size: 9 },
      { type: 'adaptive', maximum: 9 },
    ],
    [{ type: 'inline', workers: 3 }, { type: 'inline' }],
  ])('%j becomes %j', (config, plan) => {
    expect(planPool(config)).toEqual(plan);
  });

  it('refuses an unknown type', () => {
    expect(() => planPool({ type: 'elastic' })).toThrow('unknown pool type: elastic');
  });
});
