// biome-ignore-all lint/complexity/noArguments: `arguments.length` tells nil from no value without the cost of a rest array
/** The coroutine library. Rules: manual, 2.6 and 6.2. */

import { argumentError, checkFunction } from '../runtime/arguments.ts';
import { Coroutine } from '../runtime/coroutine.ts';
import { LuaError, where } from '../runtime/errors.ts';
import { type Frame, type Suspension, saveFrame, state } from '../runtime/state.ts';
import { freeze, tableOf } from '../runtime/table.ts';
import { Termination, thrownValue } from '../runtime/thrown.ts';
import {
  EMPTY,
  type LuaFunction,
  type LuaResult,
  type LuaTable,
  type LuaValue,
  SUSPEND,
  withStatus,
} from '../runtime/values.ts';

/** Values that a step of a coroutine gives its resumer, or `SUSPEND` where the step waits for the host. */
function step(coroutine: Coroutine, input: LuaResult): LuaResult {
  const result = coroutine.run(input);
  if (result !== SUSPEND) return result;
  return state.reason.kind === 'yield' ? state.reason.values : SUSPEND;
}

/** `coroutine.resume` while the coroutine waits for the host. */
class ResumeFrame implements Frame {
  below: Frame | null = null;
  private readonly coroutine: Coroutine;
  constructor(coroutine: Coroutine) {
    this.coroutine = coroutine;
  }

  get relays(): boolean {
    return true;
  }

  resume(value: LuaResult): LuaResult {
    return attempt(this.coroutine, value, this);
  }
}

function attempt(coroutine: Coroutine, input: LuaResult, frame: ResumeFrame | null): LuaResult {
  try {
    const result = step(coroutine, input);
    if (result === SUSPEND) {
      saveFrame(frame ?? new ResumeFrame(coroutine));
      return SUSPEND;
    }
    return withStatus(result);
  } catch (error) {
    if (error instanceof Termination) throw error;
    return [false, thrownValue(error)];
  }
}

function checkCoroutine(args: LuaValue[], name: string): Coroutine {
  const value = args[0];
  if (value instanceof Coroutine) return value;
  throw argumentError(1, name, 'thread expected');
}

function resume(value?: LuaValue, first?: LuaValue, ...more: LuaValue[]): LuaResult {
  const count = arguments.length;
  const coroutine = value instanceof Coroutine ? value : checkCoroutine([value], 'coroutine.resume');
  if (coroutine.status !== 'suspended') return [false, `cannot resume ${refusal(coroutine)} coroutine`];
  return attempt(coroutine, count > 2 ? [first, ...more] : count === 2 ? first : EMPTY, null);
}

function refusal(coroutine: Coroutine): string {
  return coroutine.status === 'dead' ? 'dead' : 'non-suspended';
}

/** A wrapped coroutine while it waits for the host. */
class WrapFrame implements Frame {
  below: Frame | null = null;
  private readonly coroutine: Coroutine;
  constructor(coroutine: Coroutine) {
    this.coroutine = coroutine;
  }

  get relays(): boolean {
    return true;
  }

  resume(value: LuaResult): LuaResult {
    return propagate(this.coroutine, value, this);
  }
}

/** An error of a wrapped coroutine goes on to the caller; text gets the caller's position in front, as in PUC Lua. */
function propagate(coroutine: Coroutine, input: LuaResult, waiting: Frame): LuaResult {
  let result: LuaResult;
  try {
    result = step(coroutine, input);
  } catch (error) {
    throw error instanceof LuaError && typeof error.value === 'string' ? error.prefixed(where(1)) : error;
  }
  if (result === SUSPEND) saveFrame(waiting);
  return result;
}

const TWO_NILS: LuaValue[] = [undefined, undefined];
Object.freeze(TWO_NILS);

/** A generic `for` calls its iterator with two values, which are nil for most wrapped coroutines. */
function pair(first: LuaValue, second: LuaValue): LuaValue[] {
  return first === undefined && second === undefined ? TWO_NILS : [first, second];
}

function wrap(...args: LuaValue[]): LuaResult {
  const coroutine = new Coroutine(checkFunction(args, 1, 'coroutine.wrap'));
  const frame = new WrapFrame(coroutine);
  return function (first?: LuaValue, second?: LuaValue, ...more: LuaValue[]) {
    const count = arguments.length;
    if (coroutine.status !== 'suspended')
      throw new LuaError(`${where(1)}cannot resume ${refusal(coroutine)} coroutine`);
    if (count === 2) return propagate(coroutine, pair(first, second), frame);
    return propagate(coroutine, count > 2 ? [first, second, ...more] : count === 1 ? first : EMPTY, frame);
  };
}

/** The reason of every yield: its values are taken before the next one. */
const YIELD: Suspension & { kind: 'yield' } = { kind: 'yield', values: EMPTY };

/** `coroutine.yield(...)`; outside of a coroutine it is an error. */
export const yieldValues: LuaFunction = function yieldValues(first, ...more) {
  const count = arguments.length;
  const { running } = state;
  if (running === null || running.isMain) throw new LuaError('attempt to yield from outside a coroutine');
  YIELD.values = count > 1 ? [first, ...more] : count === 1 ? first : EMPTY;
  state.reason = YIELD;
  return SUSPEND;
};

/** The coroutine library; `extra` are functions that the host adds (`spawn`). */
export function createCoroutine(extra: Record<string, LuaFunction> = {}): LuaTable {
  const library = tableOf([], {
    create: (...args) => new Coroutine(checkFunction(args, 1, 'coroutine.create')),
    isyieldable: () => state.running !== null && !state.running.isMain,
    resume,
    running: () => [state.running as Coroutine, state.running?.isMain ?? true],
    status: (...args) => checkCoroutine(args, 'coroutine.status').status,
    wrap,
    yield: yieldValues,
    ...extra,
  });
  freeze(library);
  return library;
}
