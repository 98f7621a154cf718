import type { WippyError } from '../../infrastructure/errors.ts';
import { RingQueue } from '../scheduler/ring-queue.ts';
import { mailboxClosed, mailboxFull } from './errors.ts';
import type { Message } from './message.ts';
import type { Receiver } from './receiver.ts';

/** Works on one message; a promise holds back the later messages of the same worker. */
export type MessageHandler = (message: Message) => void | Promise<void>;

export interface MailboxOptions {
  handler: MessageHandler;
  /** Told about an error of the handler; the mailbox goes on with the next message. */
  onError: (error: unknown, message: Message) => void;
  /** How many messages are worked on at the same time; default 8. */
  workers?: number;
  /** How many messages may wait for each worker; default 1024. */
  queueSize?: number;
}

class MailboxWorker {
  readonly queue = new RingQueue<Message>(16);
  readonly waiters = new RingQueue<() => void>(4);
  busy = false;
}

/**
 * A queue with a worker pool. FNV-1a of the sender chooses the worker, so the messages of one sender are handled one after
 * the other in their order, while those of different workers run concurrently.
 *
 * A full queue pushes back: `send` refuses with a retryable Unavailable error, `sendWhenReady` waits for room.
 */
export class Mailbox implements Receiver {
  private readonly workers: MailboxWorker[];
  private readonly queueSize: number;
  private readonly handler: MessageHandler;
  private readonly onError: (error: unknown, message: Message) => void;
  private closed = false;
  private running = 0;
  private idleWaiters: (() => void)[] = [];

  constructor(options: MailboxOptions) {
    this.handler = options.handler;
    this.onError = options.onError;
    this.queueSize = Math.max(1, options.queueSize ?? 1024);
    this.workers = Array.from({ length: Math.max(1, options.workers ?? 8) }, () => new MailboxWorker());
  }

  send(message: Message): WippyError | null {
    if (this.closed) return mailboxClosed();
    const worker = this.workerOf(message);
    // Those who wait for room came first.
    if (worker.queue.length >= this.queueSize || worker.waiters.length > 0) return mailboxFull(this.queueSize);
    this.enqueue(worker, message);
    return null;
  }

  /**
   * Sends as soon as there is room; senders that wait keep their order.
   * Rejects with Unavailable `mailbox is closed`.
   */
  async sendWhenReady(message: Message): Promise<void> {
    const worker = this.workerOf(message);
    let accepted = false;
    const accept = (): void => {
      if (this.closed) return;
      this.enqueue(worker, message);
      accepted = true;
    };
    if (worker.queue.length < this.queueSize && worker.waiters.length === 0) accept();
    else if (!this.closed) {
      await new Promise<void>((resolve) => {
        worker.waiters.push(() => {
          accept();
          resolve();
        });
      });
    }
    if (!accepted) throw mailboxClosed();
  }

  /** How many messages wait, over all workers. */
  get length(): number {
    return this.workers.reduce((sum, worker) => sum + worker.queue.length, 0);
  }

  /** Takes no more messages; resolves when those accepted have been handled. */
  async close(): Promise<void> {
    this.closed = true;
    for (const worker of this.workers) {
      for (let waiter = worker.waiters.shift(); waiter !== undefined; waiter = worker.waiters.shift()) waiter();
    }
    if (this.running > 0) await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  private workerOf(message: Message): MailboxWorker {
    const hash = message.from === null ? 0 : message.from.hash;
    return this.workers[hash % this.workers.length];
  }

  private enqueue(worker: MailboxWorker, message: Message): void {
    worker.queue.push(message);
    if (worker.busy) return;
    worker.busy = true;
    this.running++;
    // Handlers never run inside the caller of `send`.
    setImmediate(() => void this.run(worker));
  }

  private async run(worker: MailboxWorker): Promise<void> {
    for (let message = worker.queue.shift(); message !== undefined; message = worker.queue.shift()) {
      worker.waiters.shift()?.();
      try {
        const pending = this.handler(message);
        if (pending !== undefined) await pending;
      } catch (error) {
        this.onError(error, message);
      }
    }
    worker.busy = false;
    if (--this.running === 0) {
      const waiters = this.idleWaiters;
      this.idleWaiters = [];
      for (const waiter of waiters) waiter();
    }
  }
}
