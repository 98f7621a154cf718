import { describe, expect, it } from 'vitest';
import { PID } from '../../../src/core/pid/pid.ts';
import { CONTROL_HOST, ControlHost } from '../../../src/core/relay/control-host.ts';
import { Mailbox } from '../../../src/core/relay/mailbox.ts';
import { Message } from '../../../src/core/relay/message.ts';

const target = new PID('', CONTROL_HOST, 'x');

function message(sender: string, data: unknown): Message {
  return new Message(new PID('', 'a:host', sender), target, 'topic', [{ format: 'golang/any', data }]);
}

function failOnError(error: unknown): never {
  throw error;
}

/** Two senders whose hashes choose different workers of two. */
const [left, right] = ['0x00001', '0x00002'];

describe('Mailbox', () => {
  it('keeps the order of each sender while handlers take different times', async () => {
    const seen = new Map<string, number[]>();
    const mailbox = new Mailbox({
      workers: 4,
      onError: failOnError,
      handler: async ({ from, payloads }) => {
        const number = payloads[0].data as number;
        for (let turn = 0; turn < number % 3; turn++) await Promise.resolve();
        seen.set(from!.unique, [...(seen.get(from!.unique) ?? []), number]);
      },
    });
    for (let number = 0; number < 100; number++) {
      for (let sender = 0; sender < 10; sender++) expect(mailbox.send(message(`0x${sender}`, number))).toBeNull();
    }
    await mailbox.close();
    expect(seen.size).toBe(10);
    const ascending = Array.from({ length: 100 }, (_value, index) => index);
    for (const numbers of seen.values()) expect(numbers).toEqual(ascending);
  });

  it('works on messages of different workers at the same time', async () => {
    let release!: () => void;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handled: string[] = [];
    let both!: () => void;
    const rightDone = new Promise<void>((resolve) => {
      both = resolve;
    });
    const mailbox = new Mailbox({
      workers: 2,
      onError: failOnError,
      handler: async ({ from }) => {
        if (from!.unique === left) await gate;
        handled.push(from!.unique);
        if (from!.unique === right) both();
      },
    });
    expect(message(left, 0).from!.hash % 2).not.toBe(message(right, 0).from!.hash % 2);
    mailbox.send(message(left, 0));
    mailbox.send(message(right, 0));
    await rightDone;
    expect(handled).toEqual([right]);
    release();
    await mailbox.close();
    expect(handled).toEqual([right, left]);
  });

  it('pushes back when a queue is full and lets waiting senders in by their order', async () => {
    const handled: unknown[] = [];
    const mailbox = new Mailbox({
      workers: 1,
      queueSize: 2,
      onError: failOnError,
      handler: ({ payloads }) => void handled.push(payloads[0].data),
    });
    expect([mailbox.send(message(left, 1)), mailbox.send(message(left, 2))]).toEqual([null, null]);
    expect(mailbox.send(message(left, 3))).toMatchObject({ kind: 'Unavailable', retryable: true });
    const waiting = [mailbox.sendWhenReady(message(left, 4)), mailbox.sendWhenReady(message(left, 5))];
    expect(mailbox.length).toBe(2);
    await Promise.all(waiting);
    await mailbox.close();
    expect(handled).toEqual([1, 2, 4, 5]);
  });

  it('goes on after a handler that fails', async () => {
    const errors: string[] = [];
    const handled: unknown[] = [];
    const mailbox = new Mailbox({
      onError: (error) => errors.push((error as Error).message),
      handler: ({ payloads }) => {
        if (payloads[0].data === 1) throw new Error('bad message');
        handled.push(payloads[0].data);
      },
    });
    mailbox.send(message(left, 1));
    mailbox.send(message(left, 2));
    await mailbox.close();
    expect([errors, handled]).toEqual([['bad message'], [2]]);
  });

  it('takes nothing after it is closed', async () => {
    const mailbox = new Mailbox({ queueSize: 1, workers: 1, onError: failOnError, handler: () => {} });
    mailbox.send(message(left, 1));
    const waiting = mailbox.sendWhenReady(message(left, 2));
    const closed = mailbox.close();
    await expect(waiting).rejects.toThrow('mailbox is closed');
    await closed;
    expect(mailbox.send(message(left, 3))?.message).toBe('mailbox is closed');
  });
});

describe('ControlHost', () => {
  it('is a mailbox under the reserved host id', async () => {
    const seen: Message[] = [];
    const host = new ControlHost({ onError: failOnError, handler: (one) => void seen.push(one) });
    expect(host.id).toBe('node:control');
    expect(host.send(message(left, 1))).toBeNull();
    await host.mailbox.close();
    expect(seen).toHaveLength(1);
  });
});
