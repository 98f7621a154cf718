/**
 * Lua functions as entries. The code of a transaction is collected; when it commits, each function that it concerns gets a
 * new pool at once, and the former pool finishes its calls with the code that it began with.
 */

import type { Configured, KindHandler } from '../../core/kinds/index.ts';
import { type Entry, sameContent } from '../../core/registry/index.ts';
import type { Process } from '../../core/scheduler/process.ts';
import { deepEqual } from '../../infrastructure/plain-data.ts';
import type { FunctionPool } from '../../system/functions/function-call.ts';
import type { FunctionPools } from '../../system/functions/function-pools.ts';
import type { FunctionRegistry } from '../../system/functions/function-registry.ts';
import { type PoolConfig, planPool } from '../../system/functions/pool-config.ts';
import type { CodeStore, LinkedCode, LuaSource } from './code/code-store.ts';
import type { Program } from './code/program.ts';

export interface FunctionConfig {
  readonly method: string;
  readonly pool?: PoolConfig | undefined;
  readonly meta: { readonly options?: Readonly<Record<string, unknown>> | undefined };
}

export interface LuaFunctionsOptions<C extends FunctionConfig> {
  readonly code: CodeStore;
  readonly functions: FunctionRegistry;
  readonly pools: FunctionPools;
  readonly sourceOf: (id: string, config: C) => Promise<LuaSource>;
  readonly createProcess: (program: Program) => Process;
}

/** A pool that serves a function, and what it was made of. */
interface Serving {
  readonly pool: FunctionPool;
  readonly method: string;
  readonly code: LinkedCode;
  readonly plan: PoolConfig | undefined;
  readonly instances: Instances;
}

interface Instances {
  /** True if the first was made of code that was not in effect yet. */
  premature: boolean;
}

export class LuaFunctions<C extends FunctionConfig> implements KindHandler<C> {
  readonly name = 'lua functions';
  private readonly options: LuaFunctionsOptions<C>;
  private readonly configs = new Map<string, C>();
  private readonly serving = new Map<string, Serving>();
  /** Functions that the transaction concerns. */
  private readonly touched = new Set<string>();
  private open = false;

  constructor(options: LuaFunctionsOptions<C>) {
    this.options = options;
  }

  add(entry: Entry, config: C): Promise<void> {
    return this.put(entry, config, false);
  }

  private async put({ id }: Entry, config: C, anew: boolean): Promise<void> {
    // A pool that cannot be is a mistake of this entry, not of the transaction.
    planPool(config.pool);
    this.open = true;
    this.options.code.set(id, await this.options.sourceOf(id, config), () => this.touched.add(id), anew);
    this.configs.set(id, config);
    this.touched.add(id);
  }

  update(next: Configured<C>, previous: Configured<C>): Promise<void> {
    return this.put(next.entry, next.config, sameContent(next.entry, previous.entry));
  }

  /** @throws WippyError Conflict while other code imports it. */
  remove({ id }: Entry): void {
    this.open = true;
    this.options.code.delete(id);
    this.configs.delete(id);
    this.touched.add(id);
  }

  commit(): void {
    this.open = false;
    for (const id of this.touched) this.settle(id);
    this.touched.clear();
  }

  /** By now the entries are the former ones again; functions that have not got another pool go on with theirs. */
  discard(): void {
    this.commit();
  }

  private settle(id: string): void {
    const { functions } = this.options;
    const config = this.configs.get(id);
    const current = this.serving.get(id);
    if (config === undefined) {
      this.serving.delete(id);
      // An entry of another kind may serve the id by now.
      if (current !== undefined && functions.pool(id) === current.pool) functions.delete(id);
      return;
    }
    const goesOn = current !== undefined && this.goesOn(id, current, config);
    const serving = goesOn ? { ...current, plan: config.pool } : this.serve(id, config);
    this.serving.set(id, serving);
    functions.register(id, serving.pool, config.meta.options ?? null);
  }

  /** Whether the pool can serve the configuration as well. */
  private goesOn(id: string, { pool, method, code, plan, instances }: Serving, next: C): boolean {
    const { functions, pools } = this.options;
    if (instances.premature || method !== next.method || functions.pool(id) !== pool) return false;
    if (!deepEqual(code, this.options.code.linked(id))) return false;
    return deepEqual(plan, next.pool) || pools.resize(pool, next.pool);
  }

  private serve(id: string, { method, pool: plan }: C): Serving {
    const { pools, code, createProcess } = this.options;
    const instances: Instances = { premature: false };
    let program: Program | undefined;
    const create = (): Process => {
      if (program === undefined) {
        // All instances run the same program, whatever becomes of the entry after the first of them.
        program = code.program(id);
        instances.premature = this.open;
      }
      return createProcess(program);
    };
    const pool = pools.create({ id, language: 'lua', method, config: plan ?? {}, create });
    return { pool, method, code: code.linked(id), plan, instances };
  }
}
