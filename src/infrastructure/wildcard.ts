/**
 * Patterns over names made of segments between dots: `*` is one segment, `**` zero or more, `(a|b)` one of several;
 * every other segment is exact, so `app*` matches only the text `app*`.
 */

/** A compiled pattern. */
export interface Wildcard {
  readonly pattern: string;
  /** True if the pattern has no wildcard segment. */
  readonly exact: boolean;
  matches(text: string): boolean;
}

type Segment = { readonly any: 'one' | 'many' } | { readonly oneOf: readonly string[] };

function parseSegment(text: string): Segment {
  if (text === '*') return { any: 'one' };
  if (text === '**') return { any: 'many' };
  if (text.startsWith('(') && text.endsWith(')')) return { oneOf: text.slice(1, -1).split('|') };
  return { oneOf: [text] };
}

function isWildcardSegment(text: string): boolean {
  return text === '*' || text === '**' || (text.startsWith('(') && text.endsWith(')'));
}

/**
 * Linear table instead of recursion: patterns come from applications, and nested `**` must not take exponential time.
 * `reachable[i]` says whether the pattern so far can consume the first i segments.
 */
function matchSegments(pattern: readonly Segment[], parts: readonly string[]): boolean {
  let reachable = new Array<boolean>(parts.length + 1).fill(false);
  reachable[0] = true;
  for (const segment of pattern) {
    const next = new Array<boolean>(parts.length + 1).fill(false);
    for (let i = 0; i <= parts.length; i++) {
      if ('any' in segment) {
        if (segment.any === 'many') next[i] = reachable[i] || (i > 0 && next[i - 1]);
        else next[i] = i > 0 && reachable[i - 1];
      } else {
        next[i] = i > 0 && reachable[i - 1] && segment.oneOf.includes(parts[i - 1]);
      }
    }
    reachable = next;
  }
  return reachable[parts.length];
}

/** Compiles a pattern. A lone `*` matches any text that is not empty and has no dot; the empty pattern only the empty text. */
export function compileWildcard(pattern: string): Wildcard {
  const texts = pattern.split('.');
  if (pattern === '*') {
    return { pattern, exact: false, matches: (text) => text !== '' && !text.includes('.') };
  }
  if (pattern === '**') return { pattern, exact: false, matches: () => true };
  if (!texts.some(isWildcardSegment)) {
    return { pattern, exact: true, matches: (text) => text === pattern };
  }
  const segments = texts.map(parseSegment);
  return { pattern, exact: false, matches: (text) => matchSegments(segments, text.split('.')) };
}

/** One match without keeping the compiled pattern. */
export function matchesWildcard(pattern: string, text: string): boolean {
  return compileWildcard(pattern).matches(text);
}
