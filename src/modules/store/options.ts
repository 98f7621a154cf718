/** Options of `list` and `put`. Throws WippyError Invalid with the messages of the Go runtime. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { numberToString } from '../../lua/runtime/numbers.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import { isNumber, LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import type { ListOptions, PutOptions } from '../../services/store/store.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** The options of `list`; a limit of 0 means the default, and none is greater than 1000. */
export function listOptions(value: LuaValue): ListOptions {
  const table = optionsTable(value);
  const field = (name: string): string => {
    const text = table === null ? undefined : rawGet(table, name);
    if (text !== undefined && typeof text !== 'string') throw invalidOption(`${name} must be a string`);
    return fromLuaString(text ?? '');
  };
  const prefix = field('prefix');
  const after = field('after');
  const limit = table === null ? undefined : rawGet(table, 'limit');
  const count = limit === undefined ? 0 : isNumber(limit) ? toDouble(limit) : -1;
  if (!Number.isInteger(count) || count < 0) throw invalidOption('limit must be a non-negative integer');
  return { prefix, after, limit: Math.min(count === 0 ? DEFAULT_LIMIT : count, MAX_LIMIT) };
}

/** The options of `put`. */
export function putOptions(value: LuaValue): PutOptions {
  const table = optionsTable(value);
  if (table === null) return { ttl: 0 };
  const ttl = rawGet(table, 'ttl');
  const seconds = ttl === undefined ? 0 : isNumber(ttl) ? toDouble(ttl) : -1;
  if (!(seconds >= 0)) throw invalidOption('ttl must be a non-negative number');
  const onlyIfAbsent = rawGet(table, 'only_if_absent') ?? false;
  if (typeof onlyIfAbsent !== 'boolean') throw invalidOption('only_if_absent must be a boolean');
  const version = rawGet(table, 'if_version');
  const ifVersion = version === undefined ? undefined : versionText(version);
  if (onlyIfAbsent && ifVersion !== undefined) {
    throw invalidOption('only_if_absent and if_version are mutually exclusive');
  }
  return { ttl: seconds * 1000, onlyIfAbsent, ...(ifVersion === undefined ? {} : { ifVersion }) };
}

function optionsTable(value: LuaValue): LuaTable | null {
  if (value === undefined) return null;
  if (value instanceof LuaTable) return value;
  throw invalidOption('options must be a table');
}

/** A version as stores write it; numbers are taken as well. */
function versionText(version: LuaValue): string {
  const text = isNumber(version) ? numberToString(version).replace(/\.0$/, '') : version;
  if (typeof text === 'string' && /^\d{1,20}$/.test(text) && BigInt(text) > 0n) return String(BigInt(text));
  throw invalidOption('if_version must be a positive version');
}

function invalidOption(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}
