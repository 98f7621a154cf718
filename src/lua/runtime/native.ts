/**
 * How natives call back into Lua. A native that calls Lua functions must survive their suspension; `resumable` writes it
 * as a generator, `protect`-like natives that matter for speed implement `Frame` by hand.
 */

import { call } from './call.ts';
import { type Activation, NATIVE } from './stack.ts';
import { type Frame, saveFrame } from './state.ts';
import { type LuaFunction, type LuaResult, type LuaValue, resultValues, SUSPEND } from './values.ts';

/** A call that a resumable native asks for: function (anything callable) first, then its arguments. */
export type CallRequest = LuaValue[];

export type ResumableBody = Generator<CallRequest, LuaResult, LuaValue[]>;

class GeneratorFrame implements Frame {
  below: Frame | null = null;
  private readonly body: ResumableBody;
  constructor(body: ResumableBody) {
    this.body = body;
  }

  describe(): Activation {
    return NATIVE;
  }

  resume(value: LuaResult): LuaResult {
    return driveBody(this.body, this.body.next(resultValues(value)), this);
  }
}

function driveBody(
  body: ResumableBody,
  first: IteratorResult<CallRequest, LuaResult>,
  frame: GeneratorFrame | null,
): LuaResult {
  let step = first;
  while (!step.done) {
    const [callee, ...args] = step.value;
    const result = call(callee, args);
    if (result === SUSPEND) {
      saveFrame(frame ?? new GeneratorFrame(body));
      return SUSPEND;
    }
    step = body.next(resultValues(result));
  }
  return step.value;
}

/**
 * A native that may call Lua functions: the body yields `[callee, ...args]` and receives the array of results.
 * Errors of a call propagate to the native's caller; the body cannot catch them.
 */
export function resumable(body: (...args: LuaValue[]) => ResumableBody): LuaFunction {
  return (...args) => {
    const generator = body(...args);
    return driveBody(generator, generator.next(), null);
  };
}
