import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { PID } from '../../../src/core/pid/pid.ts';
import { PidGenerator } from '../../../src/core/pid/pid-generator.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { AdaptivePool } from '../../../src/system/functions/adaptive-pool.ts';
import { InlinePool } from '../../../src/system/functions/inline-pool.ts';
import { LazyPool } from '../../../src/system/functions/lazy-pool.ts';
import { WorkerPool } from '../../../src/system/functions/worker-pool.ts';
import { ManualClock } from '../support.ts';
import { ask, callOf, fakeFactory } from './support.ts';

function common() {
  const factory = fakeFactory();
  return { factory, options: { factory: factory.create, pids: new PidGenerator(), hostId: 'app:fn#lua.1' } };
}

describe('a pool', () => {
  const setup = (maximum = 2) => {
    const { factory, options } = common();
    return { made: factory.made, pool: new WorkerPool({ ...options, type: 'static', maximum }) };
  };

  it('runs the call in a frame of its own', () => {
    const { pool, made } = setup();
    const actor = { id: 'user', meta: {} };
    const context = FrameContext.root({ pid: new PID('', 'a:b', '0x9'), actor, values: { a: 1 } });
    ask(pool, callOf({ context, values: { b: 2 }, options: { timeout: 1 } }));
    const frame = made[0].context!;
    expect(frame.pid!.text).toBe('{app:fn#lua.1|0x00001}');
    expect([frame.id, frame.caller, frame.actor]).toEqual(['app:fn', context.pid, actor]);
    expect([frame.get('a'), frame.get('b'), frame.options]).toEqual([1, 2, { timeout: 1 }]);
  });

  it('never exceeds its limit and serves waiting calls in order', () => {
    const { pool, made } = setup(2);
    const answers = Array.from({ length: 5 }, (_value, index) =>
      ask(pool, callOf({ payloads: [{ format: 'n', data: index }] })),
    );
    expect(made).toHaveLength(2);
    expect(pool.statistics()).toMatchObject({ active: 2, waiting: 3, size: 2 });
    made[0].answer();
    expect(made[0].payloads[0].data).toBe(2);
    made[0].answer();
    made[1].answer();
    expect(made.map(({ payloads }) => payloads[0].data)).toEqual([3, 4]);
    for (const callable of made) callable.answer();
    expect(answers.every(({ result }) => result?.data === 'ok')).toBe(true);
    expect(made).toHaveLength(2);
    expect(pool.statistics()).toMatchObject({ active: 0, waiting: 0, size: 2, completed: 5 });
  });

  it('that is resized serves the waiting calls at once, or closes what is too much when it is idle', () => {
    const { pool, made } = setup(1);
    const answers = [ask(pool), ask(pool), ask(pool)];
    expect(pool.resize({ type: 'static', workers: 3, buffer: 1 })).toBe(true);
    expect(pool.statistics()).toMatchObject({ active: 3, waiting: 0, maximum: 3 });
    expect(pool.resize({ type: 'static', workers: 1, buffer: 1 })).toBe(true);
    for (const callable of made) if (callable.busy) callable.answer();
    expect(answers.every(({ result }) => result?.data === 'ok')).toBe(true);
    expect(pool.statistics()).toMatchObject({ size: 1, maximum: 1 });
    expect(pool.resize({ type: 'lazy', maximum: 3, idleMilliseconds: 1 })).toBe(false);
  });

  it('gives up a waiting call without disturbing the others', () => {
    const { pool, made } = setup(1);
    const [first, second, third] = [ask(pool), ask(pool), ask(pool)];
    second.running.cancel();
    second.running.cancel();
    expect(second.result).toEqual({ error: 'context canceled' });
    expect(pool.statistics().waiting).toBe(1);
    made[0].answer();
    made[0].answer('third');
    expect([first.result, third.result]).toEqual([{ data: 'ok' }, { data: 'third' }]);
  });

  it('breaks off a running call and does not use its instance again', () => {
    const { pool, made } = setup(1);
    const first = ask(pool);
    const second = ask(pool);
    const heard: string[] = [];
    made[0].context!.cancellation.onCancel((reason) => heard.push(reason.message));
    first.running.cancel(new WippyError('enough'));
    expect([first.result, heard]).toEqual([{ error: 'enough' }, ['enough']]);
    expect(made[0].closed).toBe(1);
    made[1].answer();
    expect(second.result).toEqual({ data: 'ok' });
  });

  it('fails only the call for which no instance can be made', () => {
    const { options, factory } = common();
    let broken = true;
    const create = () => {
      if (broken) throw new WippyError('cannot compile');
      return factory.create();
    };
    const pool = new WorkerPool({ ...options, factory: create, type: 'static', maximum: 1 });
    expect(ask(pool).result).toEqual({ error: 'cannot compile' });
    broken = false;
    const answer = ask(pool);
    factory.made[0].answer();
    expect(answer.result).toEqual({ data: 'ok' });
  });

  it('finishes what it has when it is retired, and refuses more', async () => {
    const { options, factory } = common();
    let ended = false;
    const onRetired = () => {
      ended = true;
    };
    const pool = new WorkerPool({ ...options, type: 'static', maximum: 1, onRetired });
    const [running, waiting] = [ask(pool), ask(pool)];
    const retired = pool.retire();
    expect(ask(pool).result).toEqual({ error: 'pool is closed' });
    factory.made[0].answer();
    expect([running.result, ended]).toEqual([{ data: 'ok' }, false]);
    factory.made[0].answer();
    await retired;
    expect([waiting.result, ended, factory.made[0].closed]).toEqual([{ data: 'ok' }, true, 1]);
  });
});

describe('InlinePool', () => {
  it('makes a new instance for each call and closes it', () => {
    const { factory, options } = common();
    const pool = new InlinePool(options);
    for (let count = 0; count < 3; count++) ask(pool);
    expect(factory.made).toHaveLength(3);
    for (const callable of factory.made) callable.answer();
    ask(pool);
    expect(factory.made).toHaveLength(4);
    expect(factory.made.map(({ closed }) => closed)).toEqual([1, 1, 1, 0]);
  });
});

describe('LazyPool', () => {
  it('closes instances that were idle for a whole period and keeps those in use', () => {
    const { factory, options } = common();
    const clock = new ManualClock();
    const pool = new LazyPool({ ...options, clock, maximum: 10, idleMilliseconds: 30_000 });
    for (let count = 0; count < 4; count++) ask(pool);
    for (const callable of factory.made) callable.answer();
    expect(pool.statistics().size).toBe(4);
    for (let period = 0; period < 3; period++) {
      clock.advance(15_000);
      ask(pool);
      factory.made.find(({ busy }) => busy)!.answer();
      clock.advance(15_000);
    }
    expect(pool.statistics().size).toBe(1);
    clock.advance(60_000);
    expect(pool.statistics().size).toBe(0);
    expect(clock.pending).toEqual([]);
    expect(factory.made.every(({ closed }) => closed === 1)).toBe(true);
  });
});

describe('AdaptivePool', () => {
  it('grows while calls wait and shrinks when they are gone', () => {
    const { factory, options } = common();
    const clock = new ManualClock();
    const pool = new AdaptivePool({ ...options, clock, maximum: 16 });
    const answers = Array.from({ length: 400 }, () => ask(pool));
    expect(pool.statistics().active).toBe(1);
    let most = 0;
    while (answers.some(({ result }) => result === null)) {
      // Each instance answers once per look, so the throughput follows the number of instances.
      clock.advance(500);
      for (const callable of factory.made.filter(({ busy }) => busy)) callable.answer();
      most = Math.max(most, pool.statistics().active);
    }
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
    clock.advance(500 * 8 * 20);
    expect(pool.statistics().size).toBeLessThanOrEqual(1);
    expect(clock.pending).toEqual([]);
  });

  it('takes back instances that do not help', () => {
    const { factory, options } = common();
    const clock = new ManualClock();
    const pool = new AdaptivePool({ ...options, clock, maximum: 16 });
    let grown = 0;
    let looks = 0;
    for (let round = 0; round < 200; round++) {
      while (pool.statistics().waiting < 20 + round) ask(pool);
      clock.advance(500);
      // However many instances there are, only one answer comes per look, and the queue grows.
      factory.made.find(({ busy }) => busy)!.answer();
      looks++;
      if (pool.statistics().active > 8) grown++;
    }
    expect(grown).toBeLessThan(looks / 2);
  });
});
