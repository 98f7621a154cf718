/** `crypto.jwt`: JSON Web Tokens. Reference: RFC 7519. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { checkString, checkTable, optionalString } from '../../lua/runtime/arguments.ts';
import { rawGet, rawSet, Traversal } from '../../lua/runtime/table.ts';
import { isNumber, type LuaResult, LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { ClockCommand, type ClockReading } from '../../services/clock/commands.ts';
import { failure } from '../../services/lua/convert/errors.ts';
import { fromBytes, fromLuaString, toBytes } from '../../services/lua/convert/text.ts';
import { perform } from '../../services/lua/module.ts';
import { decodeJson, encodeJson } from '../json/index.ts';
import { signatureAlgorithm } from './signatures.ts';

/** The claim that becomes part of the header. */
const HEADER_FIELD = '_header';

const encodePart = (bytes: string): string => toBytes(bytes).toString('base64url');

function copyFields(source: LuaTable, target: LuaTable): void {
  const traversal = new Traversal(source);
  while (traversal.advance()) if (traversal.key !== HEADER_FIELD) rawSet(target, traversal.key, traversal.value);
}

function objectText(table: LuaTable): string {
  const text = encodeJson(table);
  return text === '[]' ? '{}' : text;
}

/** `jwt.encode(payload, key, algorithm)`. The field `_header` of the payload holds more fields of the header. */
export function encodeToken(...args: LuaValue[]): LuaResult {
  const payload = checkTable(args, 1, 'encode');
  const key = toBytes(checkString(args, 2, 'encode'));
  const name = optionalString(args, 3, 'encode', 'HS256');
  try {
    const algorithm = signatureAlgorithm(fromLuaString(name));
    const header = new LuaTable();
    rawSet(header, 'typ', 'JWT');
    const custom = rawGet(payload, HEADER_FIELD);
    if (custom instanceof LuaTable) copyFields(custom, header);
    rawSet(header, 'alg', name);
    const claims = new LuaTable();
    copyFields(payload, claims);
    const signed = `${encodePart(objectText(header))}.${encodePart(objectText(claims))}`;
    return `${signed}.${algorithm.sign(signed, key).toString('base64url')}`;
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

function rejected(message: string): WippyError {
  return new WippyError(`verify token: ${message}`, { kind: ErrorKind.Internal, retryable: false });
}

const PART = /^[A-Za-z0-9_-]*$/;

function decodePart(part: string, what: string): LuaTable {
  let value: LuaValue;
  try {
    value = decodeJson(fromBytes(Buffer.from(part, 'base64url')));
  } catch (error) {
    if (error instanceof WippyError) throw rejected(`token is malformed: ${what}: ${error.message}`);
    throw error;
  }
  if (!(value instanceof LuaTable)) throw rejected(`token is malformed: ${what} is no object`);
  return value;
}

/** A date claim in seconds since 1970, or null where the token has none. */
function dateClaim(claims: LuaTable, name: string): number | null {
  const value = rawGet(claims, name);
  if (value === undefined) return null;
  if (!isNumber(value)) throw rejected(`token has invalid claims: ${name} is invalid`);
  return toDouble(value);
}

function checkDates(claims: LuaTable, requireExpiration: boolean): void {
  const { seconds, nanoseconds } = perform({ id: ClockCommand.Now }) as ClockReading;
  const now = seconds + nanoseconds / 1e9;
  const expires = dateClaim(claims, 'exp');
  if (expires === null && requireExpiration) throw rejected('token is missing required claim: exp claim is required');
  if (expires !== null && now >= expires) throw rejected('token has invalid claims: token is expired');
  const notBefore = dateClaim(claims, 'nbf');
  if (notBefore !== null && now < notBefore) throw rejected('token has invalid claims: token is not valid yet');
}

function verified(token: string, key: Buffer, name: string, requireExpiration: boolean): LuaTable {
  const algorithm = signatureAlgorithm(name);
  const parts = token.split('.');
  const [header, claims, signature] = parts;
  if (header === undefined || claims === undefined || signature === undefined || parts.length !== 3) {
    throw rejected('token is malformed: token contains an invalid number of segments');
  }
  if (!parts.every((part) => PART.test(part))) throw rejected('token is malformed: could not base64 decode it');
  // The token does not choose how it is checked.
  const claimed = rawGet(decodePart(header, 'header'), 'alg');
  if (claimed !== name) {
    throw rejected(`token signature is invalid: signing method ${JSON.stringify(claimed ?? null)} is invalid`);
  }
  if (!algorithm.verify(`${header}.${claims}`, Buffer.from(signature, 'base64url'), key)) {
    throw rejected('token signature is invalid');
  }
  const table = decodePart(claims, 'claims');
  checkDates(table, requireExpiration);
  return table;
}

/** `jwt.verify(token, key, algorithm, require_exp)`: the claims. Dates are checked where the token has them. */
export function verifyToken(...args: LuaValue[]): LuaResult {
  const token = checkString(args, 1, 'verify');
  const key = toBytes(checkString(args, 2, 'verify'));
  const name = fromLuaString(optionalString(args, 3, 'verify', 'HS256'));
  try {
    return verified(token, key, name, args[3] !== false);
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}
