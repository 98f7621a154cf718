/** Module `json`. Reference: lua/data/json of the Wippy documentation. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { errorToLua, failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLua } from '../../services/lua/convert/host.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { defineModule, type LuaModule } from '../../services/lua/module.ts';
import { decodeJson } from './decode.ts';
import { encodeJson } from './encode.ts';
import { validateJson } from './schema.ts';

export { decodeJson, encodeJson };

function encode(value: LuaValue): LuaResult {
  try {
    return encodeJson(value);
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

function decode(text: LuaValue): LuaResult {
  if (typeof text !== 'string') return invalid('string expected');
  if (text === '') return invalid('empty string is not valid JSON');
  try {
    return [decodeJson(text), undefined];
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

/** `true`, or `false, error`. */
function validation(schema: LuaValue, data: () => unknown): LuaResult {
  try {
    if (schema === undefined) throw new WippyError('schema is required', { kind: ErrorKind.Invalid, retryable: false });
    const text = schema instanceof LuaTable ? encodeJson(schema) : schema;
    if (typeof text !== 'string') {
      throw new WippyError('schema must be a string or table', { kind: ErrorKind.Invalid, retryable: false });
    }
    validateJson(fromLuaString(text), data());
    return true;
  } catch (error) {
    if (error instanceof WippyError) return [false, errorToLua(asInvalid(error))];
    throw error;
  }
}

/** All errors of validation are of kind Invalid. */
function asInvalid(error: WippyError): WippyError {
  if (error.kind === ErrorKind.Invalid) return error;
  return new WippyError(error.message, { kind: ErrorKind.Invalid, retryable: false, cause: error });
}

function missing(message: string): never {
  throw new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}

/** A Lua value as data of JSON: 64-bit integers become numbers. */
function hostData(value: LuaValue): unknown {
  if (value === undefined) return missing('data is required');
  return value instanceof LuaTable ? withoutBigints(fromLua(value)) : JSON.parse(fromLuaString(encodeJson(value)));
}

function withoutBigints(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutBigints);
  if (typeof value !== 'object' || value === null || value instanceof WippyError) return value;
  const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) copy[key] = withoutBigints(item);
  return copy;
}

function parsed(text: LuaValue): unknown {
  if (typeof text !== 'string') return missing('data must be a JSON string');
  try {
    return JSON.parse(fromLuaString(text)) as unknown;
  } catch (error) {
    return missing(`validation failed: ${(error as Error).message}`);
  }
}

export const jsonModule: LuaModule = defineModule({
  name: 'json',
  description: 'JSON texts, and validation by JSON Schema.',
  classes: ['encoding', 'deterministic'],
  types: `
    type json = {
      encode: (value: any) -> (string?, error?),
      decode: (text: string) -> (any, error?),
      validate: (schema: any, data: any) -> (boolean, error?),
      validate_string: (schema: any, text: string) -> (boolean, error?),
    }`,
  members: () => ({
    encode,
    decode,
    validate: (schema, data) => validation(schema, () => hostData(data)),
    validate_string: (schema, text) => validation(schema, () => parsed(text)),
  }),
});
