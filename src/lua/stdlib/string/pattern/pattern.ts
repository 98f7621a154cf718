/** Compiled patterns, kept for the next use. */

import { type CaptureKind, type Item, ONE, PLUS, parsePattern } from './parse.ts';
import { translate } from './regexp.ts';
import type { ByteSet } from './sets.ts';
import { sievesOf } from './sieves.ts';

export interface Pattern {
  /** True where the pattern has no special characters: it stands for its own text. */
  readonly plain: boolean;
  readonly anchored: boolean;
  readonly captures: readonly CaptureKind[];
  readonly items: readonly Item[];
  readonly sieves: readonly (ByteSet | null)[];
  /** Finds the same matches in subjects of up to `limit` bytes; null where no RegExp does. */
  readonly regexp: RegExp | null;
  readonly limit: number;
  /** False where every match has at least one byte. */
  readonly mayBeEmpty: boolean;
}

const SPECIALS = /[\^$*+?.([%-]/;

/** Patterns that programs make up as they run must not fill the memory: few are kept, and only short ones. */
const MAX_KEPT = 500;
const MAX_KEPT_LENGTH = 200;

const kept = new Map<string, Pattern>();
const keptLiteral = new Map<string, Pattern>();

/** A pattern for `find`, `match` and `gsub`, where a leading `^` anchors it. Malformed parts raise when they are reached. */
export function patternOf(text: string): Pattern {
  return kept.get(text) ?? keep(kept, text, compilePattern(text, true));
}

/** A pattern for `gmatch`, where a leading `^` stands for itself. */
export function iterationPatternOf(text: string): Pattern {
  if (text.charCodeAt(0) !== 94) return patternOf(text);
  return keptLiteral.get(text) ?? keep(keptLiteral, text, compilePattern(text, false));
}

function keep(store: Map<string, Pattern>, text: string, pattern: Pattern): Pattern {
  if (text.length <= MAX_KEPT_LENGTH) {
    if (store.size >= MAX_KEPT) store.clear();
    store.set(text, pattern);
  }
  return pattern;
}

function compilePattern(text: string, anchors: boolean): Pattern {
  const program = parsePattern(text, anchors);
  const translation = translate(program);
  return {
    plain: !SPECIALS.test(text),
    anchored: program.anchored,
    captures: program.captures,
    items: program.items,
    sieves: sievesOf(program.items),
    regexp: translation?.regexp ?? null,
    limit: translation?.limit ?? -1,
    mayBeEmpty: !program.items.some(({ op }) => op === ONE || op === PLUS),
  };
}
