/** Splits bytes that arrive in pieces into lines, words, bytes or characters. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export type Split = 'lines' | 'words' | 'bytes' | 'runes';

export function isSplit(text: string): text is Split {
  return text === 'lines' || text === 'words' || text === 'bytes' || text === 'runes';
}

/** Gives the next bytes; null at the end. */
export type ByteSource = (size: number) => Promise<Uint8Array | null>;

/** Bytes of one read. */
const CHUNK = 65_536;

/** Bytes of one token, as in the reference. */
const MAXIMUM_TOKEN = 65_536;

export class TokenScanner {
  /** The token as a byte string. */
  text = '';
  error: WippyError | null = null;
  private readonly source: ByteSource;
  private readonly split: Split;
  private buffered = '';
  private ended = false;

  constructor(source: ByteSource, split: Split) {
    this.source = source;
    this.split = split;
  }

  /** Advances to the next token; false at the end and after an error. */
  async scan(): Promise<boolean> {
    this.text = '';
    if (this.error !== null) return false;
    for (;;) {
      const taken = this.take();
      if (taken) return true;
      if (this.ended) return false;
      if (this.buffered.length >= MAXIMUM_TOKEN) {
        this.error = new WippyError('token too long', { kind: ErrorKind.Internal, retryable: false });
        return false;
      }
      const bytes = await this.source(CHUNK);
      if (bytes === null) this.ended = true;
      else this.buffered += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    }
  }

  /** Takes a token from what has arrived, if there is a whole one. */
  private take(): boolean {
    const { buffered, ended } = this;
    switch (this.split) {
      case 'lines': {
        const end = buffered.indexOf('\n');
        if (end >= 0) return this.token(buffered.slice(0, end).replace(/\r$/, ''), end + 1);
        return ended && buffered !== '' && this.token(buffered.replace(/\r$/, ''), buffered.length);
      }
      case 'words': {
        const start = buffered.search(/[^\t-\r\x20]/);
        if (start < 0) {
          this.buffered = '';
          return false;
        }
        const length = buffered.slice(start).search(/[\t-\r\x20]/);
        if (length >= 0) return this.token(buffered.slice(start, start + length), start + length + 1);
        this.buffered = buffered.slice(start);
        return ended && this.token(this.buffered, this.buffered.length);
      }
      case 'bytes':
        return buffered !== '' && this.token(buffered[0] as string, 1);
      case 'runes': {
        const length = runeLength(buffered);
        if (buffered === '' || (length > buffered.length && !ended)) return false;
        return validRune(buffered, length)
          ? this.token(buffered.slice(0, length), length)
          : this.token('\xef\xbf\xbd', 1);
      }
    }
  }

  private token(text: string, consumed: number): boolean {
    this.text = text;
    this.buffered = this.buffered.slice(consumed);
    return true;
  }
}

/** Bytes of the UTF-8 character that begins here, as its first byte says. */
function runeLength(bytes: string): number {
  const first = bytes.charCodeAt(0);
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

function validRune(bytes: string, length: number): boolean {
  if (length === 1) return bytes.charCodeAt(0) < 0x80;
  return !Buffer.from(bytes.slice(0, length), 'latin1').toString('utf8').includes('�') && bytes.length >= length;
}
