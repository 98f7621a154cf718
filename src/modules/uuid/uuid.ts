/** UUIDs as bytes and text. */

/** Marks 16 bytes as a UUID of this version, of the variant that RFC 9562 describes; changes and returns them. */
export function setVersion(bytes: Buffer, version: number): Buffer {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes;
}

/** The usual text: lower case, with hyphens. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const HYPHENATED = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const UUID = new RegExp(`^(?:(?:urn:uuid:)?${HYPHENATED}|\\{${HYPHENATED}\\}|[0-9a-f]{32})$`, 'i');

/** The bytes of a UUID with hyphens, as a URN, in braces, or of hexadecimal digits alone; null for any other text. */
export function parseUuid(text: string): Buffer | null {
  return UUID.test(text) ? Buffer.from(text.replace(/^urn:uuid:/i, '').replace(/[{}-]/g, ''), 'hex') : null;
}

export function uuidVersion(bytes: Buffer): number {
  return (bytes[6] as number) >> 4;
}

/** Names as in Google's Go package; what is neither of the others counts as `Reserved`. */
export function uuidVariant(bytes: Buffer): string {
  const bits = bytes[8] as number;
  if ((bits & 0xc0) === 0x80) return 'RFC4122';
  if ((bits & 0xe0) === 0xc0) return 'Microsoft';
  return (bits & 0xe0) === 0xe0 ? 'Future' : 'Reserved';
}

const GREGORIAN_SECONDS = 12_219_292_800n;

/** Seconds since 1970 that a UUID of version 1 or 7 tells; null for other versions. */
export function uuidSeconds(bytes: Buffer): number | null {
  switch (uuidVersion(bytes)) {
    case 1: {
      const high = BigInt(bytes.readUInt16BE(6) & 0x0fff);
      const ticks = (high << 48n) | (BigInt(bytes.readUInt16BE(4)) << 32n) | BigInt(bytes.readUInt32BE(0));
      return Number(ticks / 10_000_000n - GREGORIAN_SECONDS);
    }
    case 7:
      return Math.floor(bytes.readUIntBE(0, 6) / 1000);
    default:
      return null;
  }
}
