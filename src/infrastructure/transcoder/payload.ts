/** Values with the name of their representation. */

/** The formats of the runtime; applications see these names. */
export const PayloadFormat = {
  /** JSON text (string). */
  Json: 'json/plain',
  /** YAML text (string). */
  Yaml: 'yaml/plain',
  /** Text (string). */
  Text: 'text/plain',
  /** Values of the host: null, boolean, number, bigint, string, bytes, list, map. The name is that of the Go runtime. */
  Host: 'golang/any',
  /** A host error. The name is that of the Go runtime. */
  HostError: 'golang/error',
  /** A Lua value. */
  Lua: 'lua/any',
  /** Uint8Array. */
  Bytes: 'application/octet-stream',
  /** Uint8Array holding MessagePack. */
  MessagePack: 'application/msgpack',
  /** The terminal that a process is bound to. */
  Terminal: 'channel/terminal',
} as const;

/** A format name; components may register others than those of `PayloadFormat`. */
export type PayloadFormatName = string;

export interface Payload<T = unknown> {
  readonly format: PayloadFormatName;
  readonly data: T;
}

/** A payload of host values. */
export function hostPayload<T>(data: T): Payload<T> {
  return { format: PayloadFormat.Host, data };
}

/** A payload in any format. */
export function payload<T>(format: PayloadFormatName, data: T): Payload<T> {
  return { format, data };
}
