/**
 * Path patterns of routes: `/users/{id}`, `/files/{path...}`, `/exact/{$}`, and `/tree/`, which stands for everything below.
 * Rule: http/endpoint of the Wippy documentation; precedence as in Go's ServeMux, on which the reference builds.
 */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string };

export interface PathPattern {
  readonly text: string;
  readonly segments: readonly Segment[];
  /** `exact`: these segments and no more; `rest`: any number of further ones; `tree`: as `rest`, because of a final slash. */
  readonly end: 'exact' | 'slash' | 'rest' | 'tree';
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function invalidPath(text: string, why: string): WippyError {
  return new WippyError(`invalid path ${JSON.stringify(text)}: ${why}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'A path is written /users/{id}; its last segment may be {rest...}.',
  });
}

/** @throws WippyError Invalid that quotes the path. */
export function parsePattern(text: string): PathPattern {
  if (!text.startsWith('/')) throw invalidPath(text, 'it must start with /');
  const parts = text.slice(1).split('/');
  const segments: Segment[] = [];
  const names = new Set<string>();
  let end: PathPattern['end'] = 'exact';
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '') {
      if (!last) throw invalidPath(text, 'it has an empty segment');
      end = 'tree';
      break;
    }
    if (part === '{$}') {
      if (!last) throw invalidPath(text, '{$} must be the last segment');
      end = 'slash';
      break;
    }
    // The older way to write a parameter.
    const written = part.startsWith(':') ? `{${part.slice(1)}}` : part;
    if (!/[{}]/.test(written)) {
      segments.push({ kind: 'literal', text: decodeSegment(written) ?? written });
      continue;
    }
    const rest = written.endsWith('...}');
    const name = written.slice(1, rest ? -4 : -1);
    if (!written.startsWith('{') || !written.endsWith('}') || !NAME.test(name)) {
      throw invalidPath(text, `${JSON.stringify(part)} is neither text nor a {parameter}`);
    }
    if (names.has(name)) throw invalidPath(text, `the parameter ${name} occurs twice`);
    names.add(name);
    if (rest) {
      if (!last) throw invalidPath(text, `{${name}...} must be the last segment`);
      end = 'rest';
      break;
    }
    segments.push({ kind: 'parameter', name });
  }
  return { text, segments, end };
}

/** The pattern of a path below a prefix; both may have parameters. */
export function joinPath(prefix: string, path: string): string {
  return prefix.replace(/\/$/, '') + path;
}

/** Two patterns of equal shape match the same requests; names of parameters do not count. */
export function patternShape(pattern: PathPattern): string {
  const segments = pattern.segments.map((segment) => (segment.kind === 'literal' ? `=${segment.text}` : '*'));
  return `${segments.join('/')}|${pattern.end === 'tree' ? 'rest' : pattern.end}`;
}

/**
 * A segment of a request's path with its percent escapes undone, as a byte string; undefined if an escape is no hexadecimal
 * number.
 */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment;
  if (/%(?![0-9A-Fa-f]{2})/.test(segment)) return undefined;
  return segment.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
