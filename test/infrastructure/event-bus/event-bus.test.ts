import { describe, expect, it } from 'vitest';
import { awaitEvent, type Event, EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { ManualClock } from '../manual-clock.ts';

function event(kind: string, path = 'p', system = 'registry'): Event {
  return { system, kind, path };
}

describe('EventBus', () => {
  it('delivers after the publisher has gone on', async () => {
    const bus = new EventBus();
    const log: string[] = [];
    bus.subscribe({}, () => void log.push('delivered'));
    bus.publish(event('a'));
    log.push('published');
    await bus.idle();
    expect(log).toEqual(['published', 'delivered']);
  });

  it('keeps the order of events for each subscriber, slow ones included', async () => {
    const bus = new EventBus();
    const slow: string[] = [];
    const fast: string[] = [];
    bus.subscribe({}, async ({ path }) => {
      await new Promise((resolve) => setImmediate(resolve));
      slow.push(path);
    });
    bus.subscribe({}, ({ path }) => void fast.push(path));
    const paths = Array.from({ length: 50 }, (_, index) => String(index));
    for (const path of paths) bus.publish(event('a', path));
    await bus.idle();
    expect(slow).toEqual(paths);
    expect(fast).toEqual(paths);
  });

  it('does not let a stalled subscriber hold the others', async () => {
    const bus = new EventBus();
    bus.subscribe({}, () => new Promise(() => undefined));
    const seen = new Promise<Event>((resolve) => bus.subscribe({}, resolve));
    bus.publish(event('a'));
    expect((await seen).kind).toBe('a');
  });

  it('does not let a failing subscriber stop the others or its own next events', async () => {
    const errors: unknown[] = [];
    const bus = new EventBus({ onError: (error) => errors.push(error) });
    let calls = 0;
    let others = 0;
    bus.subscribe({}, () => {
      calls++;
      throw new Error('broken');
    });
    bus.subscribe({}, () => void others++);
    bus.publish(event('a'));
    bus.publish(event('b'));
    await bus.idle();
    expect([calls, others, errors.length]).toEqual([2, 2, 2]);
  });

  it('filters by system and kind with wildcards', async () => {
    const bus = new EventBus();
    const kinds: string[] = [];
    bus.subscribe({ system: 'registry', kind: 'entry.*' }, ({ kind }) => void kinds.push(kind));
    bus.publish(event('entry.create'));
    bus.publish(event('registry.begin'));
    bus.publish(event('entry.create', 'p', 'process'));
    bus.publish(event('entry.delete'));
    await bus.idle();
    expect(kinds).toEqual(['entry.create', 'entry.delete']);
  });

  it('ends a subscription with its signal or its function, dropping what was not handed over', async () => {
    const bus = new EventBus();
    const controller = new AbortController();
    const seen: string[] = [];
    bus.subscribe({}, ({ path }) => void seen.push(`signal ${path}`), { signal: controller.signal });
    const end = bus.subscribe({}, ({ path }) => void seen.push(`function ${path}`));
    bus.publish(event('a', '1'));
    await bus.idle();
    bus.publish(event('a', '2'));
    controller.abort();
    end();
    await bus.idle();
    expect(seen).toEqual(['signal 1', 'function 1']);
    expect(bus.subscriberCount).toBe(0);
  });

  it('takes no subscription for a signal that has aborted', () => {
    const bus = new EventBus();
    bus.subscribe({}, () => undefined, { signal: AbortSignal.abort() });
    expect(bus.subscriberCount).toBe(0);
  });

  it('limits the number of subscribers', () => {
    const bus = new EventBus({ maxSubscribers: 1 });
    bus.subscribe({}, () => undefined);
    expect(() => bus.subscribe({}, () => undefined)).toThrow('maximum of 1 subscribers');
  });

  it('delivers events that a handler publishes after those already queued', async () => {
    const bus = new EventBus();
    const seen: string[] = [];
    bus.subscribe({}, ({ path }) => {
      seen.push(path);
      if (path === '1') bus.publish(event('a', 'from handler'));
    });
    bus.publish(event('a', '1'));
    bus.publish(event('a', '2'));
    await bus.idle();
    expect(seen).toEqual(['1', '2', 'from handler']);
  });

  it('lets timers run while events keep coming', async () => {
    const bus = new EventBus();
    let stop = false;
    bus.subscribe({}, () => {
      if (!stop) bus.publish(event('again'));
    });
    bus.publish(event('first'));
    await new Promise<void>((resolve) =>
      setImmediate(() => {
        stop = true;
        resolve();
      }),
    );
    await bus.idle();
    expect(stop).toBe(true);
  });

  it('drops events and refuses subscriptions once it is closed', async () => {
    const bus = new EventBus();
    let seen = 0;
    bus.subscribe({}, () => void seen++);
    const queue = bus.queue({});
    bus.publish(event('a'));
    bus.close();
    bus.publish(event('b'));
    await bus.idle();
    expect(seen).toBe(0);
    expect(await queue.receive()).toBeUndefined();
    expect(() => bus.subscribe({}, () => undefined)).toThrow('the event bus is closed');
  });
});

describe('EventQueue', () => {
  it('hands over events in order and ends after those that were queued', async () => {
    const bus = new EventBus();
    const queue = bus.queue({ kind: 'a' });
    for (const path of ['1', '2', '3']) bus.publish(event('a', path));
    await bus.idle();
    queue.close();
    const seen: string[] = [];
    for await (const { path } of queue) seen.push(path);
    expect(seen).toEqual(['1', '2', '3']);
  });

  it('wakes a reader that waits', async () => {
    const bus = new EventBus();
    const queue = bus.queue({});
    const next = queue.receive();
    bus.publish(event('a', 'x'));
    expect((await next)?.path).toBe('x');
  });

  it.each([
    ['drop-oldest', ['3', '4']],
    ['drop-newest', ['1', '2']],
  ] as const)('loses events with the policy %s and counts them', async (overflow, kept) => {
    const bus = new EventBus();
    const queue = bus.queue({}, { capacity: 2, overflow });
    for (const path of ['1', '2', '3', '4']) bus.publish(event('a', path));
    await bus.idle();
    expect([(await queue.receive())?.path, (await queue.receive())?.path]).toEqual(kept);
    expect(queue.dropped).toBe(2);
  });

  it('loses nothing with the policy hold, and the publisher does not wait', async () => {
    const bus = new EventBus();
    const queue = bus.queue({}, { capacity: 1, overflow: 'hold' });
    for (const path of ['1', '2', '3', '4']) bus.publish(event('a', path));
    const seen: string[] = [];
    while (seen.length < 4) seen.push((await queue.receive())?.path ?? 'ended');
    await bus.idle();
    expect(seen).toEqual(['1', '2', '3', '4']);
    expect(queue.dropped).toBe(0);
  });

  it('frees a held dispatcher when it is closed', async () => {
    const bus = new EventBus();
    const queue = bus.queue({}, { capacity: 1, overflow: 'hold' });
    bus.publish(event('a', '1'));
    bus.publish(event('a', '2'));
    setImmediate(() => queue.close());
    await bus.idle();
    expect(queue.closed).toBe(true);
  });
});

describe('awaitEvent', () => {
  it('resolves with the first event of the path', async () => {
    const bus = new EventBus();
    const answer = awaitEvent(bus, { system: 'registry', kind: 'entry.(accept|reject)', path: 'b' });
    bus.publish(event('entry.accept', 'a'));
    bus.publish(event('entry.reject', 'b'));
    expect((await answer).kind).toBe('entry.reject');
    expect(bus.subscriberCount).toBe(0);
  });

  it('fails after its time with the pattern in the message', async () => {
    const clock = new ManualClock();
    const answer = awaitEvent(new EventBus(), { system: 's', kind: 'k', path: 'p', timeout: 2000, clock });
    const check = expect(answer).rejects.toThrow('no event s/k at p within 2s');
    await clock.advance(2000);
    await check;
  });

  it('fails when its signal aborts', async () => {
    await expect(awaitEvent(new EventBus(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'Canceled',
    });
  });
});
