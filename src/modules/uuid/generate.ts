/** New UUIDs. Layouts: RFC 9562. */

import { createHash, randomBytes } from 'node:crypto';
import { preciseNow } from '../../services/clock/precise-clock.ts';
import { setVersion } from './uuid.ts';

/** Ticks of 100 ns from the beginning of the Gregorian calendar to 1970. */
const GREGORIAN_OFFSET = 122_192_928_000_000_000n;

/** Invented once per process of the host: a hardware address would tell where a UUID was made. */
let node: Buffer | undefined;
let clockSequence = 0;
let lastTicks = 0n;

/** A UUID of the present with a random node. */
export function version1(): Buffer {
  if (node === undefined) {
    node = randomBytes(6);
    // The bit of group addresses marks invented ones.
    node[0] |= 1;
    clockSequence = randomBytes(2).readUInt16BE() & 0x3fff;
  }
  const { seconds, nanoseconds } = preciseNow();
  let ticks = BigInt(seconds) * 10_000_000n + BigInt(Math.floor(nanoseconds / 100)) + GREGORIAN_OFFSET;
  if (ticks <= lastTicks) ticks = lastTicks + 1n;
  lastTicks = ticks;
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(Number(ticks & 0xffffffffn), 0);
  bytes.writeUInt16BE(Number((ticks >> 32n) & 0xffffn), 4);
  bytes.writeUInt16BE(Number((ticks >> 48n) & 0x0fffn), 6);
  bytes.writeUInt16BE(clockSequence, 8);
  node.copy(bytes, 10);
  return setVersion(bytes, 1);
}

/** A UUID that a namespace and a name always give: MD5 for version 3, SHA-1 for version 5. */
export function fromName(namespace: Buffer, name: Buffer, version: 3 | 5): Buffer {
  const digest = createHash(version === 3 ? 'md5' : 'sha1')
    .update(namespace)
    .update(name)
    .digest();
  return setVersion(digest.subarray(0, 16), version);
}

/** Milliseconds times 4096, with what is below a millisecond. */
let lastMoment = 0n;

/** A UUID that sorts behind all earlier ones of this host. */
export function version7(): Buffer {
  const { seconds, nanoseconds } = preciseNow();
  const milliseconds = BigInt(seconds) * 1000n + BigInt(Math.floor(nanoseconds / 1e6));
  let moment = (milliseconds << 12n) | BigInt(Math.floor(((nanoseconds % 1e6) / 1e6) * 4096));
  if (moment <= lastMoment) moment = lastMoment + 1n;
  lastMoment = moment;
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Number(moment >> 12n), 0, 6);
  bytes.writeUInt16BE(Number(moment & 0xfffn), 6);
  return setVersion(bytes, 7);
}
