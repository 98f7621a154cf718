/** What a client gets of a payload. */

import type { Transcoder } from '../../../infrastructure/transcoder/index.ts';
import { type Payload, PayloadFormat } from '../../../infrastructure/transcoder/payload.ts';
import { fromLuaString, toBytes, toLuaString } from '../../lua/convert/text.ts';

/** Bytes that are no text, in base64; undefined for everything else. */
export function base64Of({ format, data }: Payload): string | undefined {
  if (data instanceof Uint8Array) return Buffer.from(data).toString('base64');
  if (format !== PayloadFormat.Lua || typeof data !== 'string') return undefined;
  return toLuaString(fromLuaString(data)) === data ? undefined : Buffer.from(toBytes(data)).toString('base64');
}

export function jsonOf(content: Payload, transcoder: Transcoder): string {
  const binary = base64Of(content);
  if (binary !== undefined) return JSON.stringify(binary);
  return String(transcoder.transcode(content, PayloadFormat.Json).data);
}
