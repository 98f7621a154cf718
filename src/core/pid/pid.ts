import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { fnv1a } from './fnv.ts';

/** The name of the node that stands alone; it is left out of the text of a PID. */
export const LOCAL_NODE = 'local';

/**
 * The address of a process: `{host|unique}` on the local node, `{node@host|unique}` elsewhere.
 * Immutable; two PIDs are the same address when their texts are equal.
 */
export class PID {
  /** Empty for the local node. */
  readonly node: string;
  /** The entry id of the host, `namespace:name`. */
  readonly host: string;
  readonly unique: string;
  readonly text: string;
  private hashValue: number;

  constructor(node: string, host: string, unique: string) {
    this.node = node === LOCAL_NODE ? '' : node;
    this.host = host;
    this.unique = unique;
    this.text = this.node === '' ? `{${host}|${unique}}` : `{${this.node}@${host}|${unique}}`;
    this.hashValue = -1;
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
