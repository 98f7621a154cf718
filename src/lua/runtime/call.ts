/** Calls of anything callable, and the frames that emitted functions leave behind when they are suspended. */

import { callError, LuaError } from './errors.ts';
import { metamethod } from './metatables.ts';
import { siteOf } from './sites.ts';
import { type Activation, entryOf } from './stack.ts';
import { type Frame, POLL, saveFrame, state } from './state.ts';
import { typeName } from './type-names.ts';
import { type LuaFunction, type LuaResult, type LuaValue, SUSPEND } from './values.ts';

/** The part of an emitted function that goes on where an activation was suspended. */
type Resumer = (frame: EmittedFrame) => LuaResult;

class EmittedFrame implements Frame {
  below: Frame | null = null;
  private readonly resumer: Resumer;
  pc: number;
  private target: number;
  readonly values: LuaValue[];
  private readonly site: number;

  constructor(resumer: Resumer, pc: number, target: number, site: number, values: LuaValue[]) {
    this.resumer = resumer;
    this.pc = pc;
    this.target = target;
    this.site = site;
    this.values = values;
  }

  resume(value: LuaResult): LuaResult {
    if (this.target >= 0) this.values[this.target] = value as LuaValue;
    const resumer = this.resumer;
    return resumer(this);
  }

  /** Saves the activation once more, in the same frame. */
  save(pc: number, target: number): void {
    this.pc = pc;
    this.target = target;
    saveFrame(this);
  }

  describe(): Activation {
    const { function: place, chunk, line } = siteOf(this.site + this.pc);
    return { entry: entryOf(chunk, line, place) };
  }
}

/**
 * Saves an emitted function's activation. `pc` is where it goes on, `slot` the variable that receives the value it waits
 * for (-1 for none), counted behind the first `fixed` values; `site + pc` is the place in the source.
 */
export function save(
  resumer: Resumer,
  pc: number,
  slot: number,
  site: number,
  fixed: number,
  values: LuaValue[],
): LuaValue[] {
  saveFrame(new EmittedFrame(resumer, pc, slot < 0 ? -1 : slot + fixed, site, values));
  return SUSPEND;
}

/** Saves an activation that had been resumed from `frame`, whose values are up to date; otherwise as `save`. */
export function saveAgain(frame: EmittedFrame, pc: number, slot: number, fixed: number): LuaValue[] {
  frame.save(pc, slot < 0 ? -1 : slot + fixed);
  return SUSPEND;
}

/** A call that was put off: the function starts when the coroutine goes on. */
class EntryFrame implements Frame {
  below: Frame | null = null;
  private readonly callee: LuaFunction;
  private readonly args: LuaValue[];

  constructor(callee: LuaFunction, args: LuaValue[]) {
    this.callee = callee;
    this.args = args;
  }

  resume(): LuaResult {
    return this.callee(...this.args);
  }
}

/**
 * Puts off a function's start until the JavaScript stack has been unwound. Emitted functions do so every few thousand
 * entries: the stack stays shallow however deep Lua recurses, and frames of tail calls vanish.
 */
export function enter(callee: LuaFunction, args: LuaValue[]): LuaValue[] {
  state.reason = POLL;
  saveFrame(new EntryFrame(callee, args));
  return SUSPEND;
}

/** How many `__call` metamethods may stand for each other. */
const MAX_CALL_CHAIN = 100;

/** Calls what is not a function through `__call`, from emitted code. */
export function callValue(site: number, callee: LuaValue, ...args: LuaValue[]): LuaResult {
  let target = callee;
  for (let depth = 0; depth < MAX_CALL_CHAIN; depth++) {
    if (typeof target === 'function') return target(...args);
    const handler = metamethod(target, '__call');
    if (handler === undefined) break;
    args.unshift(target);
    target = handler;
  }
  throw callError(site, callee);
}

/** Calls anything callable from a native. The result may be `SUSPEND`. */
export function call(callee: LuaValue, args: LuaValue[]): LuaResult {
  let target = callee;
  let list = args;
  for (let depth = 0; depth < MAX_CALL_CHAIN; depth++) {
    if (typeof target === 'function') return target(...list);
    const handler = metamethod(target, '__call');
    if (handler === undefined) break;
    list = [target, ...list];
    target = handler;
  }
  throw new LuaError(`attempt to call a ${typeName(callee)} value`);
}
