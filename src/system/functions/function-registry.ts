import type { Options } from '../../core/context/frame-context.ts';
import type { CallDone, RunningCall } from './callable.ts';
import { ANSWERED } from './callable.ts';
import { functionNotFound } from './errors.ts';
import type { FunctionCall, FunctionPool } from './function-call.ts';
import { Interceptors } from './interceptors.ts';

interface RegisteredFunction {
  readonly pool: FunctionPool;
  readonly options: Options | null;
}

/** The functions of the application by entry id. Calls pass the interceptors and run in the pool of their function. */
export class FunctionRegistry {
  readonly interceptors: Interceptors;
  private readonly functions = new Map<string, RegisteredFunction>();
  private readonly retiring = new Set<Promise<void>>();

  constructor() {
    this.interceptors = new Interceptors((call, done) => this.run(call, done));
  }

  /**
   * Makes the pool serve the function. The former pool finishes the calls it has and closes.
   * @param options `meta.options` of the entry, below those of a call.
   */
  register(id: string, pool: FunctionPool, options: Options | null = null): void {
    const former = this.functions.get(id);
    this.functions.set(id, { pool, options });
    if (former !== undefined && former.pool !== pool) this.retire(former.pool);
  }

  /** Removes the function; its pool finishes the calls it has. @throws WippyError NotFound. */
  delete(id: string): void {
    const former = this.functions.get(id);
    if (former === undefined) throw functionNotFound(id);
    this.functions.delete(id);
    this.retire(former.pool);
  }

  has(id: string): boolean {
    return this.functions.has(id);
  }

  list(): string[] {
    return [...this.functions.keys()];
  }

  pool(id: string): FunctionPool | undefined {
    return this.functions.get(id)?.pool;
  }

  options(id: string): Options | null {
    return this.functions.get(id)?.options ?? null;
  }

  /**
   * Calls a function; `done` gets its values or its error, NotFound `no handler registered for target` among them. Options
   * of the call lie over those of the entry.
   */
  call(call: FunctionCall, done: CallDone): RunningCall {
    const registered = this.functions.get(call.target);
    if (registered === undefined) {
      done(null, functionNotFound(call.target));
      return ANSWERED;
    }
    if (registered.options === null) return this.interceptors.execute(call, done);
    const options = call.options === null ? registered.options : { ...registered.options, ...call.options };
    return this.interceptors.execute({ ...call, options }, done);
  }

  /** Retires all pools, also those replaced earlier; resolves when every call has been answered. */
  async close(): Promise<void> {
    for (const { pool } of this.functions.values()) this.retire(pool);
    this.functions.clear();
    await Promise.all(this.retiring);
  }

  /** Looked up here and not in `call`, so that a retry after a replacement reaches the new pool. */
  private run(call: FunctionCall, done: CallDone): RunningCall {
    const registered = this.functions.get(call.target);
    if (registered !== undefined) return registered.pool.call(call, done);
    done(null, functionNotFound(call.target));
    return ANSWERED;
  }

  private retire(pool: FunctionPool): void {
    const retired: Promise<void> = pool.retire().finally(() => this.retiring.delete(retired));
    this.retiring.add(retired);
  }
}
