/** All routes of a server, looked up by method and path. Immutable: a change of the entries makes a new table. */

import { decodeSegment, type PathPattern } from './pattern.ts';

/** Parameters of a match by name, as byte strings. */
export type RouteParams = Readonly<Record<string, string>>;

export const NO_PARAMS: RouteParams = Object.freeze(Object.create(null) as Record<string, string>);

export interface TableEntry<R> {
  /** `*` for any method. */
  readonly method: string;
  readonly pattern: PathPattern;
  readonly route: R;
}

export type RouteMatch<R> =
  | { readonly kind: 'found'; readonly route: R; readonly params: RouteParams }
  /** `allow`: the methods that the path has. */
  | { readonly kind: 'method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' }
  /** An escape in the path is malformed. */
  | { readonly kind: 'malformed' };

class Node<R> {
  readonly literals = new Map<string, Node<R>>();
  parameter: Node<R> | null = null;
  /** Routes that end here, by method. */
  readonly exact = new Map<string, Leaf<R>>();
  /** Routes that end here with a slash (`{$}`). */
  readonly slash = new Map<string, Leaf<R>>();
  /** Routes for everything below. */
  readonly rest = new Map<string, Leaf<R>>();
}

interface Leaf<R> {
  readonly route: R;
  /** Names of the parameters on the way, in order. */
  readonly names: readonly string[];
}

const NONE = { kind: 'none' } as const;
const MALFORMED = { kind: 'malformed' } as const;

/** A literal segment is preferred to a parameter, a parameter to the rest of the path; GET routes serve HEAD too. */
export class RouteTable<R> {
  private readonly root = new Node<R>();
  /** Routes without parameters by method and path: most requests need no more than this. */
  private readonly plain = new Map<string, Map<string, RouteMatch<R>>>();

  constructor(entries: Iterable<TableEntry<R>> = []) {
    for (const entry of entries) this.insert(entry);
  }

  private insert({ method, pattern, route }: TableEntry<R>): void {
    let node = this.root;
    const names: string[] = [];
    for (const segment of pattern.segments) {
      if (segment.kind === 'parameter') {
        names.push(segment.name);
        node.parameter ??= new Node<R>();
        node = node.parameter;
        continue;
      }
      let child = node.literals.get(segment.text);
      if (child === undefined) {
        child = new Node<R>();
        node.literals.set(segment.text, child);
      }
      node = child;
    }
    const leaf = { route, names };
    if (pattern.end === 'exact') node.exact.set(method, leaf);
    else if (pattern.end === 'slash') node.slash.set(method, leaf);
    else node.rest.set(method, leaf);
    if (names.length > 0 || pattern.end !== 'exact' || method === '*' || /[^\x21-\x7e]|%/.test(pattern.text)) return;
    let paths = this.plain.get(method);
    if (paths === undefined) {
      paths = new Map();
      this.plain.set(method, paths);
    }
    paths.set(pattern.text, { kind: 'found', route, params: NO_PARAMS });
  }

  /** @param path of the request as it was sent, without query. */
  match(method: string, path: string): RouteMatch<R> {
    const plain = this.plain.get(method)?.get(path);
    return plain ?? this.search(method, path);
  }

  private search(method: string, path: string): RouteMatch<R> {
    const segments: string[] = [];
    for (const part of path.slice(1).split('/')) {
      const segment = decodeSegment(part);
      if (segment === undefined) return MALFORMED;
      segments.push(segment);
    }
    const slash = segments[segments.length - 1] === '';
    if (slash) segments.pop();
    const search = new Search<R>(method, segments, slash);
    if (search.visit(this.root, 0)) return search.result();
    return search.allow.size === 0 ? NONE : { kind: 'method', allow: [...search.allow].sort() };
  }
}

class Search<R> {
  readonly allow = new Set<string>();
  private readonly method: string;
  private readonly segments: readonly string[];
  private readonly slash: boolean;
  private readonly values: string[] = [];
  private leaf: Leaf<R> | null = null;

  constructor(method: string, segments: readonly string[], slash: boolean) {
    this.method = method;
    this.segments = segments;
    this.slash = slash;
  }

  visit(node: Node<R>, depth: number): boolean {
    if (depth === this.segments.length) {
      if (this.slash ? this.take(node.slash) : this.take(node.exact)) return true;
      return this.take(node.rest);
    }
    const segment = this.segments[depth] as string;
    const literal = node.literals.get(segment);
    if (literal !== undefined && this.visit(literal, depth + 1)) return true;
    if (node.parameter !== null && segment !== '') {
      this.values.push(segment);
      if (this.visit(node.parameter, depth + 1)) return true;
      this.values.pop();
    }
    return this.take(node.rest);
  }

  private take(leaves: ReadonlyMap<string, Leaf<R>>): boolean {
    if (leaves.size === 0) return false;
    const leaf =
      leaves.get(this.method) ?? (this.method === 'HEAD' ? leaves.get('GET') : undefined) ?? leaves.get('*') ?? null;
    if (leaf === null) {
      for (const method of leaves.keys()) this.allow.add(method);
      if (leaves.has('GET')) this.allow.add('HEAD');
      return false;
    }
    this.leaf = leaf;
    return true;
  }

  result(): RouteMatch<R> {
    const { route, names } = this.leaf as Leaf<R>;
    if (names.length === 0) return { kind: 'found', route, params: NO_PARAMS };
    const params = Object.create(null) as Record<string, string>;
    for (const [index, name] of names.entries()) params[name] = this.values[index] as string;
    return { kind: 'found', route, params };
  }
}
