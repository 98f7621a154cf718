/** Lua values as payloads. */

import type { Transcoder } from '../../../infrastructure/transcoder/index.ts';
import type { Payload } from '../../../infrastructure/transcoder/payload.ts';
import { PayloadFormat } from '../../../infrastructure/transcoder/payload.ts';
import type { LuaValue } from '../../../lua/runtime/values.ts';
import { copyValue } from './copy.ts';
import { errorToLua } from './errors.ts';
import { fromLua, toLua } from './host.ts';
import { toLuaString } from './text.ts';

/** A copy of a Lua value, ready to be sent. The receiver owns it. */
export function luaPayload(value: LuaValue): Payload {
  return { format: PayloadFormat.Lua, data: copyValue(value) };
}

/** Copies of several values. */
export function luaPayloads(values: readonly LuaValue[]): Payload[] {
  return values.map(luaPayload);
}

/** A copy that its receiver may change: for payloads that are handed out more than once. */
export function copyPayload(payload: Payload): Payload {
  const { format, data } = payload;
  if (format === PayloadFormat.Lua) return { format, data: copyValue(data as LuaValue) };
  return typeof data === 'object' && data !== null ? { format, data: structuredClone(data) } : payload;
}

/** The Lua value of a payload that belongs to this receiver alone. */
export function payloadToLua(payload: Payload, transcoder: Transcoder): LuaValue {
  switch (payload.format) {
    case PayloadFormat.Lua:
      return payload.data as LuaValue;
    case PayloadFormat.Host:
      return toLua(payload.data);
    case PayloadFormat.Text:
      return toLuaString(String(payload.data));
    default:
      return transcoder.transcode(payload, PayloadFormat.Lua).data as LuaValue;
  }
}

/** Registers the conversions between Lua values and the host's. */
export function registerLuaConversions(transcoder: Transcoder): void {
  transcoder
    .register(PayloadFormat.Lua, PayloadFormat.Host, (data) => fromLua(data as LuaValue))
    .register(PayloadFormat.Host, PayloadFormat.Lua, (data) => toLua(data))
    .register(PayloadFormat.HostError, PayloadFormat.Lua, (data) => errorToLua(data));
}
