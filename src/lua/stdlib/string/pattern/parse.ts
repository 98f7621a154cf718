/**
 * Lua patterns as lists of items. Rules: manual, 6.4.1.
 *
 * PUC Lua reads a pattern while it matches, so a malformed part is an error only when the matcher gets there; here such
 * a part is an item that raises its error when it is reached.
 */

import { ALL_BYTES, type ByteSet, escapeSet, NO_BYTES, singleSet } from './sets.ts';

/** Kinds of items. The quantified ones are together so that one comparison finds them. */
export const ONE = 0;
export const STAR = 1;
export const PLUS = 2;
export const LAZY = 3;
export const OPTIONAL = 4;
export const OPEN = 5;
export const CLOSE = 6;
export const POSITION = 7;
export const BALANCE = 8;
export const FRONTIER = 9;
export const REFERENCE = 10;
export const END = 11;
export const ACCEPT = 12;
export const FAULT = 13;

export interface Item {
  readonly op: number;
  /** ONE to OPTIONAL and FRONTIER: the bytes that match. */
  readonly set: ByteSet;
  /** OPEN, CLOSE, POSITION, REFERENCE: index of the capture; BALANCE: the opening byte. */
  readonly index: number;
  /** BALANCE: the closing byte. */
  readonly close: number;
  /** FAULT: the error's message. */
  readonly message: string;
}

/** How a capture stands at the end of the pattern. */
export type CaptureKind = 'text' | 'position' | 'unfinished';

export interface Program {
  readonly items: readonly Item[];
  readonly captures: readonly CaptureKind[];
  readonly anchored: boolean;
}

const MAX_CAPTURES = 32;

const QUANTIFIERS: Readonly<Record<string, number>> = { '*': STAR, '+': PLUS, '-': LAZY, '?': OPTIONAL };

const LETTER_B = 98;
const LETTER_F = 102;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

class Malformed {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

class Parser {
  private readonly text: string;
  private at: number;
  private readonly items: Item[] = [];
  private readonly captures: CaptureKind[] = [];

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  parse(anchored: boolean): Program {
    try {
      while (this.at < this.text.length) this.item();
      this.add(ACCEPT);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.add(FAULT, { message: error.message });
    }
    return { items: this.items, captures: this.captures, anchored };
  }

  private add(op: number, fields: Partial<Item> = {}): void {
    const { set = NO_BYTES, index = 0, close = 0, message = '' } = fields;
    this.items.push({ op, set, index, close, message });
  }

  private item(): void {
    if (this.special()) return;
    const set = this.single();
    const op = QUANTIFIERS[this.text[this.at] ?? ''];
    if (op !== undefined) this.at++;
    this.add(op ?? ONE, { set });
  }

  /** Reads an item that is not a set of bytes; false where the next one is a set. */
  private special(): boolean {
    const { text, at } = this;
    const next = text.charCodeAt(at + 1);
    switch (text[at]) {
      case '(':
        this.open();
        return true;
      case ')':
        this.close();
        return true;
      case '$':
        if (at + 1 < text.length) return false;
        this.at++;
        this.add(END);
        return true;
      case '%':
        if (next === LETTER_B) this.balance();
        else if (next === LETTER_F) this.frontier();
        else if (next >= DIGIT_0 && next <= DIGIT_9) this.reference(next - DIGIT_0 - 1);
        else return false;
        return true;
      default:
        return false;
    }
  }

  private open(): void {
    const isPosition = this.text[this.at + 1] === ')';
    if (this.captures.length >= MAX_CAPTURES) throw new Malformed('too many captures');
    this.add(isPosition ? POSITION : OPEN, { index: this.captures.length });
    this.captures.push(isPosition ? 'position' : 'unfinished');
    this.at += isPosition ? 2 : 1;
  }

  private close(): void {
    const index = this.captures.lastIndexOf('unfinished');
    if (index < 0) throw new Malformed('invalid pattern capture');
    this.captures[index] = 'text';
    this.add(CLOSE, { index });
    this.at++;
  }

  private balance(): void {
    if (this.at + 3 >= this.text.length) throw new Malformed(`malformed pattern (missing arguments to '%b')`);
    this.add(BALANCE, { index: this.text.charCodeAt(this.at + 2), close: this.text.charCodeAt(this.at + 3) });
    this.at += 4;
  }

  private frontier(): void {
    this.at += 2;
    if (this.text[this.at] !== '[') throw new Malformed(`missing '[' after '%f' in pattern`);
    this.add(FRONTIER, { set: this.bracket() });
  }

  private reference(index: number): void {
    const kind = this.captures[index];
    if (kind === undefined || kind === 'unfinished') throw new Malformed(`invalid capture index %${index + 1}`);
    // A position has no text that the subject could repeat.
    if (kind === 'position') this.add(ONE, { set: NO_BYTES });
    else this.add(REFERENCE, { index });
    this.at += 2;
  }

  private single(): ByteSet {
    const { text } = this;
    switch (text[this.at]) {
      case '.':
        this.at++;
        return ALL_BYTES;
      case '[':
        return this.bracket();
      case '%': {
        if (this.at + 1 >= text.length) throw new Malformed(`malformed pattern (ends with '%')`);
        const set = escapeSet(text.charCodeAt(this.at + 1));
        this.at += 2;
        return set;
      }
      default:
        return singleSet(text.charCodeAt(this.at++));
    }
  }

  /** `[...]`: the first byte inside is taken as it is, even `]`; a range needs a byte on both sides. */
  private bracket(): ByteSet {
    const { text } = this;
    let at = this.at + 1;
    const negated = text[at] === '^';
    if (negated) at++;
    const end = this.bracketEnd(at);
    const set = new Uint8Array(256);
    for (; at < end; at++) {
      if (text[at] === '%') {
        at++;
        include(set, escapeSet(text.charCodeAt(at)));
      } else if (text[at + 1] === '-' && at + 2 < end) {
        const last = text.charCodeAt(at + 2);
        for (let byte = text.charCodeAt(at); byte <= last; byte++) set[byte] = 1;
        at += 2;
      } else {
        set[text.charCodeAt(at)] = 1;
      }
    }
    if (negated) for (let byte = 0; byte < 256; byte++) set[byte] = set[byte] === 1 ? 0 : 1;
    this.at = end + 1;
    return set;
  }

  private bracketEnd(from: number): number {
    const { text } = this;
    let at = from;
    do {
      if (at >= text.length) throw new Malformed(`malformed pattern (missing ']')`);
      if (text[at++] === '%') at++;
    } while (text[at] !== ']');
    return at;
  }
}

function include(set: ByteSet, added: ByteSet): void {
  for (let byte = 0; byte < 256; byte++) if (added[byte] === 1) set[byte] = 1;
}

/** Reads a pattern. `anchors` says whether a leading `^` anchors it (in `gmatch` it stands for itself). */
export function parsePattern(text: string, anchors: boolean): Program {
  const anchored = anchors && text.startsWith('^');
  return new Parser(text, anchored ? 1 : 0).parse(anchored);
}
