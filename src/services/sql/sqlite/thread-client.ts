/** This side of a database's thread: requests out, answers in, in order. */

import { Worker } from 'node:worker_threads';
import { toWippyError, type WippyError } from '../../../infrastructure/errors.ts';
import type { SqlParameter } from '../values.ts';
import { driverMissing } from './driver.ts';
import { sqliteError } from './errors.ts';
import type { ParsedStatement } from './statement-text.ts';
import { sqliteThread } from './thread.ts';
import type { ThreadAnswer, ThreadOptions, ThreadRequest } from './thread-messages.ts';

/** Requests that are sent ahead; enough to keep the thread busy, and few, as they cannot be taken back. */
const WINDOW = 8;

export interface ThreadClientOptions {
  readonly driver: string;
  readonly file: string;
  readonly lockTimeout: number;
  readonly resultLimit: number;
  /** Told when the thread ends without having been closed. */
  readonly onFailure: (error: WippyError) => void;
}

export type ThreadCall = Partial<Pick<ThreadRequest, 'parameters' | 'readOnly'>> & {
  readonly kind: ThreadRequest['kind'];
  readonly statements?: readonly ParsedStatement[];
};

interface Waiting {
  resolve(answer: ThreadAnswer): void;
  reject(error: WippyError): void;
}

/** Milliseconds that the exit of the program waits for a statement. */
const EXIT_PATIENCE = 200;

const NO_STATEMENTS: readonly ParsedStatement[] = [];
const NO_PARAMETERS: readonly SqlParameter[] = [];

/** The thread's program. Tools that keep names of functions wrap them in `__name`, which must exist there. */
function program(): string {
  return `const __name = (target) => target;
const { parentPort, workerData } = require('node:worker_threads');
let driver;
try {
  driver = require(workerData.driver);
} catch (error) {
  parentPort.postMessage({ id: 0, error: { name: 'DriverError', message: String(error.message), code: '' } });
  parentPort.close();
}
if (driver !== undefined) (${sqliteThread.toString()})(parentPort, workerData, driver, require('node:buffer').isUtf8);`;
}

export class ThreadClient {
  private readonly worker: Worker;
  /** One slot for each request under way, and one that says whether the thread works. */
  private readonly shared = new Int32Array(new SharedArrayBuffer(4 * (WINDOW + 1)));
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private nextId = 0;
  private closing = false;

  private constructor({ driver, file, lockTimeout, resultLimit, onFailure }: ThreadClientOptions) {
    const { shared } = this;
    const workerData: ThreadOptions = { driver, file, lockTimeout, resultLimit, window: WINDOW, shared };
    this.worker = new Worker(program(), { eval: true, workerData });
    // The program ends when its services have stopped, whatever a database still does.
    this.worker.unref();
    this.worker.on('message', (answer: ThreadAnswer) => this.answered(answer));
    process.on('exit', this.leave);
    this.ended = new Promise((resolve) => {
      const end = (thrown: unknown): void => {
        process.off('exit', this.leave);
        const error = toWippyError(thrown).wrap('the thread of the database has ended');
        for (const { reject } of this.waiting.values()) reject(error);
        this.waiting.clear();
        if (!this.closing) onFailure(error);
        this.closing = true;
        resolve();
      };
      this.worker.once('error', end);
      this.worker.once('exit', (code) => end(new Error(`exit code ${code}`)));
    });
  }

  /** Starts a thread and opens the file there. @throws WippyError of SQLite or of a driver that does not load. */
  static async open(options: ThreadClientOptions): Promise<ThreadClient> {
    const client = new ThreadClient(options);
    const opened = new Promise<ThreadAnswer>((resolve, reject) => client.waiting.set(0, { resolve, reject }));
    try {
      await opened;
    } catch (thrown) {
      client.closing = true;
      throw thrown;
    }
    return client;
  }

  /**
   * Node waits for its threads when it exits, and nothing ends a statement inside SQLite. One that takes long is not worth
   * waiting for: the file is as if the power had failed, which SQLite is made for.
   */
  private readonly leave = (): void => {
    if (Atomics.wait(this.shared, WINDOW, 1, EXIT_PATIENCE) === 'timed-out') process.kill(process.pid, 'SIGKILL');
  };

  /** Whether another request may be sent. */
  get ready(): boolean {
    return this.waiting.size < WINDOW;
  }

  get idle(): boolean {
    return this.waiting.size === 0;
  }

  call({ kind, statements = NO_STATEMENTS, parameters = NO_PARAMETERS, readOnly = false }: ThreadCall): {
    id: number;
    answer: Promise<ThreadAnswer>;
  } {
    this.nextId = (this.nextId % 0x3fff_ffff) + 1;
    const id = this.nextId;
    const answer = new Promise<ThreadAnswer>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, kind, statements, parameters, readOnly } satisfies ThreadRequest);
    return { id, answer };
  }

  /** Gives a request up at its next row. */
  cancel(id: number): void {
    if (this.waiting.has(id)) Atomics.store(this.shared, id % WINDOW, id);
  }

  /** Closes the database once what was sent is done. Resolves when the thread has ended. */
  async close(): Promise<void> {
    this.closing = true;
    const { answer } = this.call({ kind: 'close' });
    await answer.catch(() => undefined);
    await this.ended;
  }

  private answered(answer: ThreadAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.error === undefined) waiting?.resolve(answer);
    else if (answer.error.name === 'DriverError') waiting?.reject(driverFailed(answer.error.message));
    else waiting?.reject(sqliteError(answer.error));
  }
}

function driverFailed(message: string): WippyError {
  const [firstLine = ''] = message.split('\n');
  return driverMissing(`the driver of SQLite does not load: ${firstLine}`);
}
