/** Change sets as the Go runtime encodes them: MessagePack, a list of `{Kind, Entry, OriginalEntry}`. */
import { decode } from '@msgpack/msgpack';
import { parse as parseYaml } from 'yaml';
import { isPlainObject, type PlainObject, quoteValue } from '../../../../infrastructure/plain-data.ts';
import { createEntry, type Entry } from '../../entry.ts';
import { type Operation, OperationKind } from '../../operations/operation.ts';
import { damagedHistory } from './errors.ts';

const kinds: readonly string[] = Object.values(OperationKind);

/** 64-bit integers come as bigints; those that a number can hold become numbers. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function textOf(data: unknown): string {
  return data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : String(data);
}

/** The data of an entry in the format of its payload. */
function dataOf(payload: unknown): unknown {
  if (!isPlainObject(payload)) return null;
  const { Format: format, Data: data } = payload;
  if (format === 'json/plain') return JSON.parse(textOf(data));
  if (format === 'yaml/plain') return parseYaml(textOf(data));
  return plain(data);
}

function idOf(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return { ns: value['ns'] ?? value['NS'] ?? '', name: value['name'] ?? value['Name'] };
}

function entryOf(value: unknown): Entry {
  if (!isPlainObject(value) || typeof value['Kind'] !== 'string') throw damagedHistory('an entry lacks its kind');
  const meta = plain(value['Meta']);
  return createEntry({
    id: idOf(value['ID']),
    kind: value['Kind'],
    meta: isPlainObject(meta) ? meta : {},
    data: dataOf(value['Data']),
  });
}

function operationOf(value: unknown): Operation {
  const { Kind: kind, Entry: entry, OriginalEntry: original } = isPlainObject(value) ? value : ({} as PlainObject);
  if (typeof kind !== 'string' || !kinds.includes(kind)) throw damagedHistory(`unknown operation ${quoteValue(kind)}`);
  return {
    kind: kind as Operation['kind'],
    entry: entryOf(entry),
    ...(isPlainObject(original) ? { original: entryOf(original) } : {}),
  };
}

/** @throws Invalid, or what the decoder throws, for bytes that are no change set. */
export function decodeReferenceChanges(bytes: Uint8Array): readonly Operation[] {
  const value = decode(bytes, { useBigInt64: true });
  if (!Array.isArray(value)) throw damagedHistory('a change set is no list');
  return Object.freeze(value.map(operationOf));
}
