/** Reads the parts of a time text from left to right. */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

/** Thrown inside while the text does not fit; callers turn it into a full message. */
export class Mismatch extends Error {}

export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get rest(): string {
    return this.text.slice(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  isDigit(offset = 0): boolean {
    const unit = this.text.charCodeAt(this.at + offset);
    return unit >= 48 && unit <= 57;
  }

  /** What the sticky pattern matches here; the text goes on behind it. Throws Mismatch. */
  match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) throw new Mismatch();
    this.at += match[0].length;
    return match[0];
  }

  /** A number of one or two digits, or of two alone. */
  number(fixed: boolean): number {
    return Number(this.match(fixed ? /\d\d/y : /\d\d?/y));
  }

  /** Literal text of a layout; a space stands for any number of them. */
  literal(text: string): void {
    let index = 0;
    while (index < text.length) {
      if (text.charAt(index) === ' ') {
        if (!this.isAtEnd && this.peek() !== ' ') throw new Mismatch();
        while (text.charAt(index) === ' ') index++;
        while (this.peek() === ' ') this.at++;
        continue;
      }
      if (this.isAtEnd || this.peek() !== text.charAt(index)) throw new Mismatch();
      index++;
      this.at++;
    }
  }

  /** The index of the name that stands here, letters of either case. Throws Mismatch. */
  name(names: readonly string[], length?: number): number {
    for (const [index, full] of names.entries()) {
      const name = length === undefined ? full : full.slice(0, length);
      if (this.text.slice(this.at, this.at + name.length).toLowerCase() === name.toLowerCase()) {
        this.at += name.length;
        return index;
      }
    }
    throw new Mismatch();
  }
}

/** The error of a text that does not fit its layout. */
export function parseError(value: string, reason: string, hint?: string): WippyError {
  return new WippyError(`parsing time ${JSON.stringify(value)}${reason}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint,
  });
}
