/** `A..B` and the words that stand for versions. */
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

function invalid(text: string): WippyError {
  return new WippyError(`"${text}" names no version`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Write a number from wippy history list, or "head".',
  });
}

/** The version that a word means: a number, or `head`. @throws Invalid */
export function parseVersion(text: string, head: number): number {
  if (text === 'head' || text === 'HEAD') return head;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw invalid(text);
  return value;
}

/** `A..B`; a missing end is the head, and `A` alone is `A..head`. @throws Invalid */
export function parseRange(text: string, head: number): readonly [from: number, to: number] {
  const [from, to = '', ...rest] = text.split('..');
  if (rest.length > 0) throw invalid(text);
  return [parseVersion(from === '' ? 'head' : from, head), parseVersion(to === '' ? 'head' : to, head)];
}
