/** The conversions that need no other layer: host values to and from JSON, YAML, MessagePack, text, bytes and errors. */
import { decode, encode } from '@msgpack/msgpack';
import { parse, stringify } from 'yaml';
import { ErrorKind, toWippyError, WippyError } from '../errors.ts';
import { typeName } from '../plain-data.ts';
import { PayloadFormat } from './payload.ts';
import { Transcoder } from './transcoder.ts';

function invalid(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false });
}

function text(data: unknown): string {
  if (typeof data === 'string') return data;
  if (data instanceof Uint8Array) return new TextDecoder().decode(data);
  throw invalid(`expected text, got ${typeName(data)}`);
}

function bytes(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  throw invalid(`expected bytes, got ${typeName(data)}`);
}

/** JSON of a host value: bytes as text, big integers as digits. */
function toJson(data: unknown): string {
  const parts = JSON.stringify(data === undefined ? null : data, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    // JSON.rawJSON does not exist on Node 20, so integers that fit become numbers and others text.
    if (typeof value === 'bigint') {
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
    }
    return value;
  });
  if (parts === undefined) throw invalid(`a ${typeof data} has no JSON form`);
  return parts;
}

function errorToHost(data: unknown): unknown {
  const error = toWippyError(data, ErrorKind.Unknown);
  return { message: error.message, kind: error.kind, retryable: error.retryable, details: error.details };
}

/** Registers the conversions between the formats of the host. */
export function registerStandardConversions(transcoder: Transcoder): Transcoder {
  return transcoder
    .register(PayloadFormat.Json, PayloadFormat.Host, (data) => JSON.parse(text(data)) as unknown)
    .register(PayloadFormat.Host, PayloadFormat.Json, toJson)
    .register(PayloadFormat.Yaml, PayloadFormat.Host, (data) => parse(text(data)) as unknown, 2)
    .register(PayloadFormat.Host, PayloadFormat.Yaml, (data) => stringify(data ?? null), 2)
    .register(PayloadFormat.MessagePack, PayloadFormat.Host, (data) => decode(bytes(data)))
    .register(PayloadFormat.Host, PayloadFormat.MessagePack, (data) =>
      encode(data ?? null, { useBigInt64: hasBigint(data) }),
    )
    .register(PayloadFormat.Text, PayloadFormat.Host, text)
    .register(PayloadFormat.Text, PayloadFormat.Bytes, (data) => new TextEncoder().encode(text(data)))
    .register(PayloadFormat.Bytes, PayloadFormat.Text, text)
    .register(PayloadFormat.Bytes, PayloadFormat.Host, bytes)
    .register(PayloadFormat.Json, PayloadFormat.Text, text)
    .register(PayloadFormat.Yaml, PayloadFormat.Text, text)
    .register(PayloadFormat.HostError, PayloadFormat.Host, errorToHost)
    .register(PayloadFormat.HostError, PayloadFormat.Text, (data) => toWippyError(data).message);
}

function hasBigint(data: unknown, depth = 0): boolean {
  if (typeof data === 'bigint') return true;
  if (typeof data !== 'object' || data === null || depth > 1000) return false;
  if (data instanceof Uint8Array) return false;
  return Object.values(data).some((item) => hasBigint(item, depth + 1));
}

/** A transcoder with the standard conversions. */
export function createTranscoder(): Transcoder {
  return registerStandardConversions(new Transcoder());
}
