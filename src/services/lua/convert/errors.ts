/** Errors on both sides of the boundary: message, kind, retryability and details travel; causes and stacks stay. */

import { ErrorKind, toWippyError, WippyError } from '../../../infrastructure/errors.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import { rawSet, Traversal } from '../../../lua/runtime/table.ts';
import { setErrorTranslator, Termination, thrownValue } from '../../../lua/runtime/thrown.ts';
import { typeName } from '../../../lua/runtime/type-names.ts';
import { type LuaResult, LuaTable, type LuaValue, type Userdata } from '../../../lua/runtime/values.ts';
import { createErrorValue, errorData } from '../../../lua/stdlib/errors/value.ts';
import { plainText } from '../../../lua/stdlib/tostring.ts';
import { fromLuaString, toLuaString } from './text.ts';

/** A host error as a Lua error value. */
export function errorToLua(thrown: unknown): Userdata {
  const error = toWippyError(thrown);
  return createErrorValue({
    message: toLuaString(error.message),
    kind: error.kind === ErrorKind.Unknown ? '' : error.kind,
    retryable: error.retryable,
    details: error.details === null ? null : detailsTable(error.details),
  });
}

function detailsTable(details: Readonly<Record<string, unknown>>): LuaTable {
  const table = new LuaTable();
  for (const [key, value] of Object.entries(details)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'number' || typeof value === 'boolean') rawSet(table, toLuaString(key), value);
    else
      rawSet(
        table,
        toLuaString(key),
        toLuaString(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))),
      );
  }
  return table;
}

/** `nil, error`: how functions of modules fail. */
export function failure(error: unknown): LuaResult {
  return [undefined, errorToLua(error)];
}

/** `nil, error` of kind Invalid. */
export function invalid(message: string): LuaResult {
  return failure(new WippyError(message, { kind: ErrorKind.Invalid, retryable: false }));
}

/** What Lua code returned or raised as an error, for the host. Text and other values become an Internal error. */
export function errorFromLua(value: LuaValue): WippyError {
  const data = errorData(value);
  if (data === undefined) {
    return new WippyError(messageText(plainText(value)), { kind: ErrorKind.Internal });
  }
  return new WippyError(messageText(data.description), {
    kind: data.kind === '' ? ErrorKind.Internal : (data.kind as ErrorKind),
    retryable: data.retryable,
    details: data.details === null ? null : detailsRecord(data.details),
  });
}

/** Longer messages are cut: they are copied into logs, answers and other processes. */
const MAX_MESSAGE = 65_536;

function messageText(message: string): string {
  if (message.length <= MAX_MESSAGE) return fromLuaString(message);
  return `${fromLuaString(message.slice(0, MAX_MESSAGE))}... (${message.length - MAX_MESSAGE} bytes more)`;
}

function detailsRecord(details: LuaTable): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const traversal = new Traversal(details);
  while (traversal.advance()) {
    const { key, value } = traversal;
    const name = typeof key === 'string' ? fromLuaString(key) : plainText(key);
    record[name] =
      typeof value === 'string' ? fromLuaString(value) : typeof value === 'object' ? plainText(value) : value;
  }
  return record;
}

/** An error that Lua code did not catch. Its traceback goes into `cause`, for the log. */
export function uncaughtError(thrown: unknown): WippyError {
  if (thrown instanceof Termination) return toWippyError(thrown.reason);
  const value = thrown instanceof LuaError ? thrown.value : thrownValue(thrown);
  const error = errorFromLua(value);
  return thrown instanceof LuaError
    ? new WippyError(`${error.message}${placeOf(thrown)}`, {
        kind: error.kind,
        retryable: error.retryable,
        details: error.details,
        cause: thrown,
      })
    : error;
}

/** Texts begin with their place and error values speak for themselves; of a table or nil the place is all that helps. */
function placeOf({ value, trace }: LuaError): string {
  if (typeof value === 'string' || errorData(value) !== undefined) return '';
  const entry = trace.find(({ line }) => line > 0);
  return entry === undefined ? '' : ` (error value of type ${typeName(value)}, raised at ${entry.chunk}:${entry.line})`;
}

/** Makes coded errors that modules throw visible to `pcall` as error values. */
export function installErrorTranslation(): void {
  setErrorTranslator((error) => (error instanceof WippyError ? errorToLua(error) : undefined));
}
