/**
 * Regular expressions of `@pattern`: the syntax and meaning of Go's `regexp`, matched in time linear in the text, so that
 * no pattern and no input can keep a process busy.
 */

import { Buffer } from 'node:buffer';
import { RE2JS } from 're2js';

/** Compiled patterns that are kept. */
const MAX_CACHED = 256;

const NOT_ASCII = /[\x80-\xff]/;

const cache = new Map<string, RE2JS | null>();

/** True where the pattern matches anywhere in the text, null where it is no valid pattern. Both are byte strings. */
export function matchesPattern(pattern: string, text: string): boolean | null {
  let compiled = cache.get(pattern);
  if (compiled === undefined) {
    compiled = compile(pattern);
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(pattern, compiled);
  }
  if (compiled === null) return null;
  return compiled.test(NOT_ASCII.test(text) ? Buffer.from(text, 'latin1') : text);
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(Buffer.from(pattern, 'latin1').toString('utf8'));
  } catch {
    return null;
  }
}
