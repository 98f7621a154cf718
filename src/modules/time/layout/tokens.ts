/**
 * Layouts: texts that show how the moment Mon Jan 2 15:04:05 MST 2006 (zone -0700) is to be written. A layout is read
 * once into literal texts and elements. The elements are those of Go's package `time`.
 */

import { LruCache } from '../../../infrastructure/lru-cache.ts';

/** `fraction0` keeps zeros at its end, `fraction9` drops them; `digits` counts their places. */
export type Token =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'element'; readonly text: string }
  | { readonly kind: 'fraction0' | 'fraction9'; readonly text: string; readonly digits: number };

/** Elements that end where they end; longer ones first, so that the first that fits is the right one. */
const ELEMENTS = [
  'January',
  'Monday',
  '2006',
  '002',
  '__2',
  'MST',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '15',
  'PM',
  'pm',
  '-07:00:00',
  '-070000',
  '-07:00',
  '-0700',
  '-07',
  'Z07:00:00',
  'Z070000',
  'Z07:00',
  'Z0700',
  'Z07',
  '1',
  '2',
  '3',
  '4',
  '5',
] as const;

const FRACTION = /[.,](0+|9+)(?!\d)/y;

function elementAt(layout: string, at: number): string | undefined {
  for (const name of ['Jan', 'Mon']) {
    if (!layout.startsWith(name, at)) continue;
    const long = name === 'Jan' ? 'January' : 'Monday';
    if (layout.startsWith(long, at)) return long;
    // Words that begin like an element, such as `Money`, are text.
    return /[a-z]/.test(layout.charAt(at + 3)) ? undefined : name;
  }
  if (layout.startsWith('_2', at)) {
    // In `_2006` the underscore is text.
    return layout.startsWith('_2006', at) ? undefined : '_2';
  }
  return ELEMENTS.find((element) => layout.startsWith(element, at));
}

function read(layout: string): Token[] {
  const tokens: Token[] = [];
  let literal = '';
  let at = 0;
  const push = (token: Token): void => {
    if (literal !== '') tokens.push({ kind: 'literal', text: literal });
    literal = '';
    tokens.push(token);
    at += token.text.length;
  };
  while (at < layout.length) {
    const element = elementAt(layout, at);
    if (element !== undefined) {
      push({ kind: 'element', text: element });
      continue;
    }
    FRACTION.lastIndex = at;
    const fraction = FRACTION.exec(layout);
    if (fraction !== null) {
      push({
        kind: fraction[1].startsWith('0') ? 'fraction0' : 'fraction9',
        text: fraction[0],
        digits: fraction[1].length,
      });
      continue;
    }
    literal += layout.charAt(at++);
  }
  if (literal !== '') tokens.push({ kind: 'literal', text: literal });
  return tokens;
}

const cache = new LruCache<string, Token[]>(200);

/** The parts of a layout in order. */
export function layoutTokens(layout: string): readonly Token[] {
  let tokens = cache.get(layout);
  if (tokens === undefined) {
    tokens = read(layout);
    cache.set(layout, tokens);
  }
  return tokens;
}
