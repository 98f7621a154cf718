import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fnv1a } from './fnv.ts';

/** The name of the node that stands alone; it is left out of the text of a PID. */
export const LOCAL_NODE = 'local';

const WIDTHS = [5, 6, 8, 16];

/** `0x00001` for 1; the digits are padded to the next of the widths 5, 6, 8 and 16. */
export function formatUnique(counter: number): string {
  const digits = counter.toString(16);
  if (digits.length <= 5) return `0x${'00000'.slice(digits.length)}${digits}`;
  const width = WIDTHS.find((candidate) => candidate >= digits.length) ?? digits.length;
  return `0x${digits.padStart(width, '0')}`;
}

/** The number that the hexadecimal digits before `end` stand for, or -1 where they are none or too many for a number. */
export function serialBefore(text: string, end: number): number {
  let serial = 0;
  let place = 1;
  for (let index = end - 1; index >= 0; index--) {
    const code = text.charCodeAt(index);
    if (code === 0x78) return index < end - 1 && serial <= Number.MAX_SAFE_INTEGER ? serial : -1;
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
    if (digit === -1) return -1;
    serial += digit * place;
    place *= 16;
  }
  return -1;
}

/**
 * The address of a process: `{host|unique}` on the local node, `{node@host|unique}` elsewhere.
 * Immutable; two PIDs are the same address when their texts are equal. Most processes and calls end without anybody asking
 * for their text, so it is made on demand.
 */
export class PID {
  /** Empty for the local node. */
  readonly node: string;
  /** The entry id of the host, `namespace:name`. */
  readonly host: string;
  /** The number in the unique part, `0x…`; -1 for a unique part of another form. */
  readonly serial: number;
  /** Null where it is made of the serial. */
  private readonly uniqueValue: string | null;
  private textValue: string | null;
  private hashValue: number;

  /** @param unique the unique part, or the number of which `formatUnique` makes it. */
  constructor(node: string, host: string, unique: string | number) {
    this.node = node === LOCAL_NODE ? '' : node;
    this.host = host;
    if (typeof unique === 'number') {
      this.serial = unique;
      this.uniqueValue = null;
    } else {
      this.serial = serialBefore(unique, unique.length);
      this.uniqueValue = unique;
    }
    this.textValue = null;
    this.hashValue = -1;
  }

  get unique(): string {
    return this.uniqueValue ?? formatUnique(this.serial);
  }

  get text(): string {
    this.textValue ??= prefixOf(this.node, this.host) + ending(this.unique);
    return this.textValue;
  }

  /** FNV-1a of the unique part; chooses the mailbox worker of a sender. */
  get hash(): number {
    if (this.hashValue === -1) this.hashValue = fnv1a(this.unique);
    return this.hashValue;
  }

  equals(other: PID): boolean {
    return this === other || this.text === other.text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** Short enough that V8 copies it, as the whole text is kept: a chain of joined pieces would take four times the memory. */
function ending(unique: string): string {
  return `${unique}}`;
}

let lastNode = '';
let lastHost = '';
let lastPrefix = '{|';

/** Most PIDs in a row are of the same host. */
function prefixOf(node: string, host: string): string {
  if (host !== lastHost || node !== lastNode) {
    lastNode = node;
    lastHost = host;
    lastPrefix = node === '' ? `{${host}|` : `{${node}@${host}|`;
  }
  return lastPrefix;
}

/** Whether the text has the outer shape of a PID, so that it is not a registered name. */
export function looksLikePid(text: string): boolean {
  return text.length >= 3 && text.charCodeAt(0) === 0x7b && text.charCodeAt(text.length - 1) === 0x7d;
}

/**
 * Reads `{host|unique}`, `{node@host|unique}` and the older `{host|id|unique}`, of which the last part counts.
 * @throws WippyError Invalid: `invalid pid format: missing braces` or `... missing pipe`; details hold the text.
 */
export function parsePid(text: string): PID {
  if (!looksLikePid(text)) throw invalidPid('missing braces', text);
  const inner = text.slice(1, -1);
  const pipe = inner.indexOf('|');
  if (pipe === -1) throw invalidPid('missing pipe', text);
  const place = inner.slice(0, pipe);
  const at = place.indexOf('@');
  const rest = inner.slice(pipe + 1);
  const second = rest.indexOf('|');
  return new PID(
    at === -1 ? '' : place.slice(0, at),
    at === -1 ? place : place.slice(at + 1),
    second === -1 ? rest : rest.slice(second + 1),
  );
}

function invalidPid(problem: string, text: string): WippyError {
  return new WippyError(`invalid pid format: ${problem}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    details: { pid: text },
    hint: 'A PID is written {host|unique} or {node@host|unique}.',
  });
}
