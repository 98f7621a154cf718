/** JSON of requests and responses, with errors as the module gives them. */

import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { LuaValue } from '../../lua/runtime/values.ts';
import { decodeJson } from '../json/decode.ts';
import { encodeJson } from '../json/encode.ts';

function invalid(message: string, thrown: unknown): WippyError {
  return new WippyError(`${message}: ${toWippyError(thrown).message}`, { kind: ErrorKind.Invalid, retryable: false });
}

/** A Lua value as JSON, a byte string. @throws WippyError Invalid that begins with `failure`. */
export function toJson(value: LuaValue, failure: string): string {
  try {
    return encodeJson(value);
  } catch (error) {
    throw invalid(failure, error);
  }
}

/** The value of JSON text. @throws WippyError Invalid. */
export function fromJson(bytes: string): LuaValue {
  try {
    return decodeJson(bytes);
  } catch (error) {
    throw invalid('invalid JSON', error);
  }
}
