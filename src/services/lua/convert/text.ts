/** Byte strings of Lua and text of the host. */

/** UTF-8 bytes as a Lua string. ASCII, the usual case, is the same in both. */
export function toLuaString(text: string): string {
  // A string without characters beyond ASCII has as many bytes as units.
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** A Lua string as text; bytes that are no UTF-8 become U+FFFD. */
export function fromLuaString(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A Lua string's bytes. */
export function toBytes(bytes: string): Buffer {
  return Buffer.from(bytes, 'latin1');
}

/** Bytes as a Lua string. */
export function fromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function isAscii(bytes: string): boolean {
  // A unit above 127 takes two bytes in UTF-8.
  return Buffer.byteLength(bytes) === bytes.length;
}
