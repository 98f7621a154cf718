import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { type ErrorKind, WippyError } from '../../../src/infrastructure/errors.ts';
import { createLogger, type LogRecord, logLevels, silentLogger } from '../../../src/infrastructure/logger/index.ts';
import { hostPayload } from '../../../src/infrastructure/transcoder/payload.ts';
import { Consumer } from '../../../src/services/queue/consumer.ts';
import { MemoryDriver } from '../../../src/services/queue/memory-driver.ts';
import { deliveryOf } from '../../../src/services/queue/message.ts';
import { QueueRegistry } from '../../../src/services/queue/queue-registry.ts';
import type { CallDone } from '../../../src/system/functions/callable.ts';
import type { FunctionCall } from '../../../src/system/functions/function-call.ts';
import { FunctionRegistry } from '../../../src/system/functions/function-registry.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';

const never = new AbortController().signal;

interface Underway {
  readonly body: unknown;
  readonly call: FunctionCall;
  answer(value?: unknown): void;
  fail(kind: ErrorKind): void;
}

/** A consumer whose function the test answers. */
function setUp(options: { concurrency?: number; prefetch?: number } = {}) {
  const queues = new QueueRegistry();
  const clock = new ManualClock();
  const driver = new MemoryDriver({
    clock,
    logger: silentLogger,
    publish: (id, message) => queues.publish(id, message),
  });
  queues.setDriver('app:driver', driver);
  queues.declare('app:driver', { id: 'app:tasks', maxLength: 100, deadLetter: null });
  const functions = new FunctionRegistry();
  const underway: Underway[] = [];
  functions.register('app:work', {
    call: (call: FunctionCall, done: CallDone) => {
      const finish: CallDone = (value, error) => {
        underway.splice(underway.indexOf(entry), 1);
        done(value, error);
      };
      const entry: Underway = {
        body: call.payloads[0]?.data,
        call,
        answer: (value) => finish([hostPayload(value)], null),
        fail: (kind) => finish(null, new WippyError('no', { kind })),
      };
      underway.push(entry);
      return { cancel: () => entry.fail('Canceled') };
    },
    retire: async () => undefined,
    statistics: () => ({ type: 'test', size: 1, maximum: 1, active: 0, waiting: 0, completed: 0 }),
  });
  const logs: LogRecord[] = [];
  const consumer = new Consumer({
    id: 'app:consumer',
    queue: 'app:tasks',
    func: 'app:work',
    concurrency: options.concurrency ?? 1,
    prefetch: options.prefetch ?? 2,
    queues,
    functions,
    frame: () => FrameContext.root(),
    logger: createLogger({ threshold: logLevels.debug, write: (record) => logs.push(record) }),
  });
  const publish = (...bodies: string[]) => {
    for (const body of bodies) {
      const message = { id: `id-${body}`, body: hostPayload(body), headers: new Map(), failures: 0 };
      void queues.publish('app:tasks', message).done;
    }
  };
  const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));
  return { queues, clock, consumer, underway, publish, turn, logs, ready: () => queues.statistics('app:tasks').ready };
}

describe('a consumer', () => {
  it('works on as many messages at once as it may, and takes some ahead', async () => {
    const { consumer, underway, publish, turn, ready } = setUp({ concurrency: 2, prefetch: 3 });
    publish('a', 'b', 'c');
    await consumer.start();
    publish('d', 'e', 'f', 'g');
    expect(underway.map(({ body }) => body)).toEqual(['a', 'b']);
    expect(ready()).toBe(2);
    underway[0]?.answer(true);
    await turn();
    expect(underway.map(({ body }) => body)).toEqual(['b', 'c']);
    expect(ready()).toBe(1);
  });

  it('acknowledges what the function answers, unless it is false or an error', async () => {
    const { consumer, underway, publish, turn, queues, logs } = setUp({ prefetch: 1 });
    await consumer.start();
    for (const value of [true, undefined, null, 0, '', { a: 1 }]) {
      publish('x');
      underway[0]?.answer(value);
      await turn();
      expect(queues.statistics('app:tasks').messageCount).toBe(0);
    }
    publish('x');
    underway[0]?.answer(false);
    await turn();
    expect(underway).toHaveLength(1);
    expect(logs).toEqual([]);
    underway[0]?.fail('Internal');
    await turn();
    expect(queues.statistics('app:tasks').messageCount).toBe(1);
    expect(logs.map(({ message, fields }) => [message, fields['message']])).toEqual([
      ['message processing failed', 'id-x'],
    ]);
  });

  it('does not settle again what the function has settled', async () => {
    const { consumer, underway, publish, turn, queues } = setUp();
    await consumer.start();
    publish('a');
    const delivery = deliveryOf(underway[0]!.call.context);
    expect(delivery?.ack()).toBe(true);
    underway[0]?.fail('Internal');
    await turn();
    expect(queues.statistics('app:tasks').messageCount).toBe(0);
    expect(delivery?.released).toBe(true);
  });

  it('shows the delivery to functions that the function calls, and to nobody else', async () => {
    const { consumer, underway, publish } = setUp();
    await consumer.start();
    publish('a');
    const { context } = underway[0]!.call;
    expect(deliveryOf(context.call({}).call({}))?.message.id).toBe('id-a');
    expect(deliveryOf(context.spawn({}))).toBeUndefined();
  });

  it('works on a message that failed again', async () => {
    const { consumer, underway, publish, turn, clock } = setUp();
    await consumer.start();
    publish('a', 'b');
    underway[0]?.fail('Internal');
    await turn();
    expect(underway.map(({ body }) => body)).toEqual(['b']);
    underway[0]?.answer(true);
    await turn();
    underway[0]?.fail('Internal');
    await turn();
    expect(underway).toEqual([]);
    await clock.advance(10);
    expect(underway.map(({ body }) => body)).toEqual(['a']);
  });

  it('stops when the work is done, and puts back what it has only taken', async () => {
    const { consumer, underway, publish, queues } = setUp({ prefetch: 5 });
    await consumer.start();
    publish('a', 'b', 'c');
    let stopped = false;
    const stopping = consumer.stop(never).then(() => {
      stopped = true;
    });
    publish('d');
    await Promise.resolve();
    expect([stopped, underway.length]).toEqual([false, 1]);
    expect(queues.statistics('app:tasks')).toEqual({ messageCount: 4, ready: 3, inFlight: 1, consumerCount: 0 });
    underway[0]?.answer(true);
    await stopping;
    expect(queues.statistics('app:tasks').messageCount).toBe(3);
    await consumer.start();
    expect(underway.map(({ body }) => body)).toEqual(['b']);
  });

  it('cancels calls that outlast the time for the stop, and says so', async () => {
    const { consumer, underway, publish, queues } = setUp({ concurrency: 2 });
    await consumer.start();
    publish('a', 'b');
    const controller = new AbortController();
    const stopping = consumer.stop(controller.signal);
    controller.abort();
    await expect(stopping).rejects.toMatchObject({
      kind: 'Timeout',
      message: 'consumer app:consumer was stopped while it worked on 2 messages',
    });
    expect(underway).toEqual([]);
    expect(queues.statistics('app:tasks')).toMatchObject({ messageCount: 2, inFlight: 0 });
  });

  it('fails to start without its queue', async () => {
    const { consumer, queues } = setUp();
    queues.remove('app:tasks');
    await expect(consumer.start()).rejects.toMatchObject({ kind: 'NotFound' });
  });
});
