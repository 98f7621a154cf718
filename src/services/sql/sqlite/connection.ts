/**
 * The one connection of a SQLite database. Jobs run in the order in which they were asked for; a transaction has the
 * connection for itself until it ends, and the others wait, as in a pool of one connection.
 */

import type { Clock, TimerHandle } from '../../../infrastructure/clock.ts';
import type { WippyError } from '../../../infrastructure/errors.ts';
import type { ThreadCall, ThreadClient } from './thread-client.ts';
import type { ThreadAnswer } from './thread-messages.ts';

/** Who may have the connection for itself. */
export interface Owner {
  readonly jobs: Job[];
}

export interface Job {
  readonly call: ThreadCall;
  readonly owner: Owner | null;
  resolve(answer: ThreadAnswer): void;
  reject(error: WippyError): void;
  /** Of the request, once it was sent. */
  sent: number | null;
  /** When it began to wait for a transaction of others, in milliseconds. */
  blockedSince: number | null;
}

export interface ConnectionOptions {
  readonly thread: ThreadClient;
  readonly clock: Clock;
  /** Told how many jobs wait when a transaction of others has held them up for long. */
  readonly onLongWait: (waiting: number) => void;
}

/** Milliseconds after which a wait for a transaction is worth a warning. */
const LONG_WAIT = 5000;

export class Connection {
  private readonly options: ConnectionOptions;
  private readonly jobs: Job[] = [];
  private owner: Owner | null = null;
  private timer: TimerHandle = null;
  waitCount = 0;
  /** Milliseconds. */
  waitDuration = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
  }

  get busy(): boolean {
    return this.owner !== null || !this.options.thread.idle;
  }

  add(job: Job): void {
    const { owner } = this;
    if (job.owner !== null && job.call.kind !== 'begin') job.owner.jobs.push(job);
    else {
      this.jobs.push(job);
      if (owner !== null) this.block(job);
    }
    this.pump();
  }

  /** Takes back a job that was not sent yet; gives up one that was. */
  cancel(job: Job): void {
    if (job.sent !== null) {
      this.options.thread.cancel(job.sent);
      return;
    }
    for (const list of [this.jobs, job.owner?.jobs ?? []]) {
      const index = list.indexOf(job);
      if (index >= 0) list.splice(index, 1);
    }
    if (this.jobs.length === 0) this.stopTimer();
  }

  /** Refuses all jobs that were not sent, and rolls back the transaction that is open. */
  async close(error: WippyError): Promise<void> {
    this.stopTimer();
    for (const job of [...this.jobs.splice(0), ...(this.owner?.jobs.splice(0) ?? [])]) job.reject(error);
    const { thread } = this.options;
    if (this.owner !== null) thread.call({ kind: 'rollback' }).answer.catch(() => undefined);
    this.owner = null;
    await thread.close();
  }

  /** Rejects every job that was not sent: the thread is gone. */
  fail(error: WippyError): void {
    this.stopTimer();
    for (const job of [...this.jobs.splice(0), ...(this.owner?.jobs.splice(0) ?? [])]) job.reject(error);
    this.owner = null;
  }

  private pump(): void {
    const { thread } = this.options;
    while (thread.ready) {
      const job = (this.owner === null ? this.jobs : this.owner.jobs).shift();
      if (job === undefined) return;
      this.send(job);
    }
  }

  private send(job: Job): void {
    const { kind } = job.call;
    if (job.blockedSince !== null) this.waitDuration += this.options.clock.now() - job.blockedSince;
    if (kind === 'begin') this.own(job.owner);
    const { id, answer } = this.options.thread.call(job.call);
    job.sent = id;
    // Requests keep their order, so the next one may follow at once.
    if (kind === 'commit' || kind === 'rollback') this.disown();
    answer.then(
      (data) => {
        job.resolve(data);
        this.pump();
      },
      (error: WippyError) => {
        if (kind === 'begin' && this.owner === job.owner) this.disown();
        job.reject(error);
        this.pump();
      },
    );
  }

  private own(owner: Owner | null): void {
    this.owner = owner;
    for (const job of this.jobs) this.block(job);
  }

  private disown(): void {
    this.owner = null;
    this.stopTimer();
  }

  private block(job: Job): void {
    if (job.blockedSince !== null) return;
    job.blockedSince = this.options.clock.now();
    this.waitCount++;
    this.timer ??= this.options.clock.setTimer(() => {
      this.timer = null;
      this.options.onLongWait(this.jobs.length);
    }, LONG_WAIT);
  }

  private stopTimer(): void {
    this.options.clock.clearTimer(this.timer);
    this.timer = null;
  }
}
