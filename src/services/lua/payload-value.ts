/** Payloads as Lua values. Reference: lua/data/payload of the Wippy documentation. */

import { type Payload, PayloadFormat } from '../../infrastructure/transcoder/payload.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import { type LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { errorData } from '../../lua/stdlib/errors/value.ts';
import { copyValue } from './convert/copy.ts';
import { errorFromLua, failure } from './convert/errors.ts';
import { luaPayload, payloadToLua } from './convert/payloads.ts';
import { currentProcess, defineClass, type UserdataClass } from './module.ts';

/** A payload that Lua holds. */
export class PayloadValue {
  readonly payload: Payload;
  constructor(payload: Payload) {
    this.payload = payload;
  }
}

/** The data of a payload for Lua. A table is a copy each time, as the payload may be handed out again. */
function read(payload: Payload): LuaValue {
  const value = payloadToLua(payload, currentProcess().runtime.transcoder);
  return payload.format === PayloadFormat.Lua ? copyValue(value) : value;
}

const payloadClass: UserdataClass<PayloadValue> = defineClass<PayloadValue>(
  'payload.Payload',
  PayloadValue,
  () => ({
    get_format: (...args) => payloadClass.check(args, 1, 'get_format').payload.format,
    data: (...args) => attempt(() => read(payloadClass.check(args, 1, 'data').payload)),
    unmarshal: (...args) => attempt(() => read(payloadClass.check(args, 1, 'unmarshal').payload)),
    transcode: (...args) => {
      const { payload } = payloadClass.check(args, 1, 'transcode');
      const format = checkString(args, 2, 'transcode');
      return attempt(() => payloadValue(currentProcess().runtime.transcoder.transcode(payload, format)));
    },
  }),
  () => ({
    __tostring: (...args) => `payload{format=${payloadClass.check(args, 1, 'tostring').payload.format}}`,
  }),
);

function attempt(work: () => LuaValue): LuaValue | LuaValue[] {
  try {
    // One value, so that `f(payload:data())` passes one argument.
    return work();
  } catch (error) {
    return failure(error);
  }
}

/** The Lua value of a payload. */
export function payloadValue(payload: Payload): Userdata {
  return payloadClass.create(new PayloadValue(payload));
}

/** `payload.new(value)`: a copy of the value; errors keep being errors. */
export function newPayload(value: LuaValue): Userdata {
  if (value instanceof Userdata && errorData(value) !== undefined) {
    return payloadValue({ format: PayloadFormat.HostError, data: errorFromLua(value) });
  }
  return payloadValue(luaPayload(value));
}

/** The payload of a payload value; any other value is wrapped as it is. */
export function payloadOf(value: LuaValue): Payload {
  return payloadClass.of(value)?.payload ?? luaPayload(value);
}
