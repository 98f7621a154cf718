/** Patterns of policies: those of actions and resources, and regular expressions. */

import { RE2JS } from 're2js';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

/**
 * `*` matches everything, `prefix*` what starts with the prefix, `*suffix` what ends with the suffix, `prefix.*` the prefix
 * itself and what goes on with a dot or a colon (`app.*` covers `app:db` and `app.api:get`, not `apple:db`); any other
 * pattern only itself.
 */
export function matchesPolicyPattern(pattern: string, value: string): boolean {
  if (pattern === '*' || pattern === value) return true;
  if (pattern.endsWith('.*') && pattern.length > 2) {
    const prefix = pattern.slice(0, -2);
    const next = value[prefix.length];
    return value.startsWith(prefix) && (next === undefined || next === '.' || next === ':');
  }
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') && value.endsWith(pattern.slice(1));
}

export function matchesAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => matchesPolicyPattern(pattern, value));
}

export interface RegularExpression {
  /** Whether the text has a match anywhere. */
  test(text: string): boolean;
}

/** A pattern of RE2, which takes linear time whatever a client names its resources. @throws WippyError Invalid. */
export function compileRegularExpression(pattern: string): RegularExpression {
  try {
    const compiled = RE2JS.compile(pattern);
    return { test: (text) => compiled.matcher(text).find() };
  } catch (error) {
    throw new WippyError(`invalid pattern ${JSON.stringify(pattern)}: ${(error as Error).message}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'Write a regular expression of RE2.',
    });
  }
}
