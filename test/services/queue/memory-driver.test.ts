import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, type LogRecord, logLevels } from '../../../src/infrastructure/logger/index.ts';
import { hostPayload } from '../../../src/infrastructure/transcoder/payload.ts';
import type { DeadLetter } from '../../../src/services/queue/driver.ts';
import { MemoryDriver } from '../../../src/services/queue/memory-driver.ts';
import type { Delivery, Message } from '../../../src/services/queue/message.ts';
import { QueueRegistry } from '../../../src/services/queue/queue-registry.ts';
import { ManualClock } from '../../infrastructure/manual-clock.ts';

function setUp(options: { maxLength?: number; deadLetter?: DeadLetter } = {}) {
  const clock = new ManualClock();
  const logs: LogRecord[] = [];
  const queues = new QueueRegistry();
  const driver = new MemoryDriver({
    clock,
    logger: createLogger({ threshold: logLevels.debug, write: (record) => logs.push(record) }),
    publish: (queue, message) => queues.publish(queue, message),
  });
  queues.setDriver('app:driver', driver);
  const { maxLength = 10, deadLetter = null } = options;
  queues.declare('app:driver', { id: 'app:tasks', maxLength, deadLetter });
  return { clock, logs, queues, driver };
}

const message = (id: string): Message => ({ id, body: hostPayload({ id }), headers: new Map(), failures: 0 });
const idle = (): void => undefined;
const taken = (delivery: Delivery | null): string | undefined => delivery?.message.id;

describe('a queue in memory', () => {
  it('delivers messages in their order, each to one consumer', async () => {
    const { queues } = setUp();
    for (const id of ['a', 'b', 'c']) await queues.publish('app:tasks', message(id)).done;
    const one = queues.attach('app:tasks', idle);
    const two = queues.attach('app:tasks', idle);
    expect([taken(one.take()), taken(two.take()), taken(one.take()), one.take(), two.take()]).toEqual([
      'a',
      'b',
      'c',
      null,
      null,
    ]);
  });

  it('tells consumers that there is a message, until they leave', async () => {
    const { queues } = setUp();
    let told = 0;
    const consumer = queues.attach('app:tasks', () => {
      told++;
    });
    await queues.publish('app:tasks', message('a')).done;
    consumer.detach();
    await queues.publish('app:tasks', message('b')).done;
    expect(told).toBe(1);
  });

  it('puts a message that failed at the end, and lets it wait longer each time', async () => {
    const { queues, clock } = setUp();
    for (const id of ['a', 'b']) await queues.publish('app:tasks', message(id)).done;
    const consumer = queues.attach('app:tasks', idle);
    consumer.take()?.nack();
    expect(taken(consumer.take())).toBe('b');
    const waits: number[] = [];
    for (let round = 0; round < 10; round++) {
      let waited = 0;
      let delivery = consumer.take();
      while (delivery === null) {
        await clock.advance(10);
        waited += 10;
        delivery = consumer.take();
      }
      waits.push(waited);
      delivery.nack();
    }
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 320, 640, 1000, 1000]);
  });

  it('settles a message once', async () => {
    const { queues } = setUp();
    await queues.publish('app:tasks', message('a')).done;
    const consumer = queues.attach('app:tasks', idle);
    const delivery = consumer.take();
    expect([delivery?.ack(), delivery?.nack(), delivery?.ack(), delivery?.settled]).toEqual([true, false, false, true]);
    expect(consumer.take()).toBeNull();
  });

  it('gives every delivery a body of its own', async () => {
    const { queues } = setUp();
    await queues.publish('app:tasks', message('a')).done;
    const consumer = queues.attach('app:tasks', idle);
    const first = consumer.take();
    (first?.message.body.data as { id: string }).id = 'changed';
    first?.nack();
    expect(consumer.take()?.message.body.data).toEqual({ id: 'a' });
  });

  it('takes back what a consumer has not worked on, at the front and in its order', async () => {
    const { queues } = setUp();
    for (const id of ['a', 'b', 'c']) await queues.publish('app:tasks', message(id)).done;
    const consumer = queues.attach('app:tasks', idle);
    const held = [consumer.take(), consumer.take()] as Delivery[];
    consumer.giveBack(held);
    expect([taken(consumer.take()), taken(consumer.take()), taken(consumer.take())]).toEqual(['a', 'b', 'c']);
  });

  it('makes publishers wait while it is full, and lets them in one after the other', async () => {
    const { queues } = setUp({ maxLength: 1 });
    await queues.publish('app:tasks', message('a')).done;
    const done: string[] = [];
    const waiting = ['b', 'c', 'd'].map((id) => {
      const publishing = queues.publish('app:tasks', message(id));
      void publishing.done.then(() => done.push(id));
      return publishing;
    });
    waiting[1]?.cancel();
    const consumer = queues.attach('app:tasks', idle);
    expect(queues.statistics('app:tasks')).toEqual({ messageCount: 3, ready: 1, inFlight: 0, consumerCount: 1 });
    expect(taken(consumer.take())).toBe('a');
    await waiting[0]?.done;
    expect(done).toEqual(['b']);
    expect([taken(consumer.take()), taken(consumer.take()), consumer.take()]).toEqual(['b', 'd', null]);
    expect(queues.statistics('app:tasks')).toEqual({ messageCount: 3, ready: 0, inFlight: 3, consumerCount: 1 });
  });

  it('takes a failed message back even when it is full', async () => {
    const { queues } = setUp({ maxLength: 1 });
    await queues.publish('app:tasks', message('a')).done;
    const consumer = queues.attach('app:tasks', idle);
    const delivery = consumer.take();
    await queues.publish('app:tasks', message('b')).done;
    delivery?.nack();
    expect([taken(consumer.take()), taken(consumer.take())]).toEqual(['b', 'a']);
  });

  it('loses and repeats no message, whatever consumers do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('publish', 'ack', 'nack', 'back', 'wait')), async (actions) => {
        const { queues, clock } = setUp({ maxLength: 3 });
        const consumer = queues.attach('app:tasks', idle);
        let published = 0;
        const done: string[] = [];
        for (const action of actions) {
          if (action === 'publish') void queues.publish('app:tasks', message(`m${published++}`)).done;
          else if (action === 'wait') await clock.advance(1000);
          else {
            const delivery = consumer.take();
            if (delivery === null) continue;
            if (action === 'ack') {
              done.push(delivery.message.id);
              delivery.ack();
            } else if (action === 'nack') delivery.nack();
            else consumer.giveBack([delivery]);
          }
        }
        await clock.advance(1000);
        for (let delivery = consumer.take(); delivery !== null; delivery = consumer.take()) {
          done.push(delivery.message.id);
          delivery.ack();
        }
        expect(done.sort()).toEqual(Array.from({ length: published }, (_, index) => `m${index}`).sort());
        expect(queues.statistics('app:tasks').messageCount).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its messages when it gets other settings', async () => {
    const { queues } = setUp({ maxLength: 1 });
    await queues.publish('app:tasks', message('a')).done;
    queues.declare('app:driver', { id: 'app:tasks', maxLength: 5, deadLetter: null });
    await queues.publish('app:tasks', message('b')).done;
    expect(queues.statistics('app:tasks').ready).toBe(2);
  });

  it('says how many messages are lost when it stops, and starts again empty', async () => {
    const { queues, driver, logs } = setUp({ maxLength: 1 });
    await queues.publish('app:tasks', message('a')).done;
    const waiting = queues.publish('app:tasks', message('b')).done.catch((error: unknown) => error);
    const consumer = queues.attach('app:tasks', idle);
    const delivery = consumer.take();
    const other = queues.publish('app:tasks', message('c')).done.catch((error: unknown) => error);
    driver.stop();
    delivery?.nack();
    expect(await waiting).toBeUndefined();
    expect(await other).toMatchObject({ kind: 'Unavailable', message: 'queue is closed: app:tasks' });
    expect(() => queues.publish('app:tasks', message('d'))).toThrow('queue not found: app:tasks');
    expect(logs.map(({ message, fields }) => [message, fields])).toEqual([
      ['messages of a queue in memory are lost', { queue: 'app:tasks', messages: 2 }],
    ]);
    driver.start();
    expect(queues.statistics('app:tasks').messageCount).toBe(0);
  });

  it('is not found after it was removed', () => {
    const { queues } = setUp();
    queues.remove('app:tasks');
    for (const use of [
      () => queues.statistics('app:tasks'),
      () => queues.publish('app:tasks', message('a')),
      () => queues.attach('app:tasks', idle),
    ]) {
      expect(use).toThrow('queue not found: app:tasks');
    }
    expect(() => queues.declare('app:none', { id: 'q', maxLength: 1, deadLetter: null })).toThrow(
      'queue driver not found: app:none',
    );
  });
});

describe('dead letters', () => {
  it('are messages that failed as often as is allowed', async () => {
    const { queues, clock } = setUp({ deadLetter: { queue: 'app:dead', maxAttempts: 3 } });
    queues.declare('app:driver', { id: 'app:dead', maxLength: 10, deadLetter: null });
    await queues.publish('app:tasks', { ...message('a'), headers: new Map([['k', 'v']]) }).done;
    const consumer = queues.attach('app:tasks', idle);
    for (let round = 0; round < 3; round++) {
      consumer.take()?.nack();
      await clock.advance(1000);
    }
    expect(consumer.take()).toBeNull();
    const dead = queues.attach('app:dead', idle).take();
    expect([dead?.message.id, dead?.message.failures, Object.fromEntries(dead?.message.headers ?? [])]).toEqual([
      'a',
      0,
      {
        k: 'v',
        attempts: 3,
        x_original_queue: 'app:tasks',
        x_dead_letter_reason: 'max_attempts',
        x_dead_letter_time: expect.any(Number),
      },
    ]);
  });

  it('stay in their queue where there is no other', async () => {
    const { queues, logs } = setUp({ deadLetter: { queue: 'app:dead', maxAttempts: 1 } });
    await queues.publish('app:tasks', message('a')).done;
    const consumer = queues.attach('app:tasks', idle);
    consumer.take()?.nack();
    expect(taken(consumer.take())).toBe('a');
    expect(logs.map((record) => record.message)).toEqual(['message cannot be moved to the dead letters']);
  });
});
