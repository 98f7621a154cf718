/**
 * An immutable map with text keys whose changed copies share what did not change: a hash trie with 32 branches. A copy with
 * one other entry costs a few small arrays, whatever the size.
 */

interface Leaf<V> {
  readonly hash: number;
  readonly key: string;
  value: V;
}

/** Several keys of one hash. */
interface Collision<V> {
  readonly hash: number;
  leaves: Leaf<V>[];
}

/** `bitmap` says which of the 32 branches exist; `owner` may change the node in place. */
interface Branch<V> {
  bitmap: number;
  nodes: Node<V>[];
  readonly owner: object | undefined;
}

type Node<V> = Leaf<V> | Collision<V> | Branch<V>;

const isBranch = <V>(node: Node<V>): node is Branch<V> => 'bitmap' in node;
const isCollision = <V>(node: Node<V>): node is Collision<V> => 'leaves' in node;

/** FNV-1a over the UTF-16 units. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & 31);

/** A branch that holds two nodes of different hashes. */
function join<V>(a: Node<V> & { hash: number }, b: Leaf<V>, shift: number, owner: object | undefined): Branch<V> {
  const [first, second] = [bitOf(a.hash, shift), bitOf(b.hash, shift)];
  if (first === second) return { bitmap: first, nodes: [join(a, b, shift + 5, owner)], owner };
  const nodes: Node<V>[] = first >>> 0 < second >>> 0 ? [a, b] : [b, a];
  return { bitmap: first | second, nodes, owner };
}

function put<V>(node: Node<V> | undefined, leaf: Leaf<V>, shift: number, owner: object | undefined): Node<V> {
  if (node === undefined) return leaf;
  if (isBranch(node)) {
    const bit = bitOf(leaf.hash, shift);
    const index = countBits(node.bitmap & (bit - 1));
    const own = owner !== undefined && node.owner === owner;
    if ((node.bitmap & bit) === 0) {
      if (own) {
        node.nodes.splice(index, 0, leaf);
        node.bitmap |= bit;
        return node;
      }
      return { bitmap: node.bitmap | bit, nodes: node.nodes.toSpliced(index, 0, leaf), owner };
    }
    const child = put(node.nodes[index], leaf, shift + 5, owner);
    if (own) {
      node.nodes[index] = child;
      return node;
    }
    return { bitmap: node.bitmap, nodes: node.nodes.with(index, child), owner };
  }
  if (node.hash !== leaf.hash) return join(node, leaf, shift, owner);
  if (!isCollision(node)) return node.key === leaf.key ? leaf : { hash: leaf.hash, leaves: [node, leaf] };
  return { hash: leaf.hash, leaves: [...node.leaves.filter((other) => other.key !== leaf.key), leaf] };
}

function drop<V>(node: Node<V>, hash: number, key: string, shift: number): Node<V> | undefined {
  if (isBranch(node)) {
    const bit = bitOf(hash, shift);
    if ((node.bitmap & bit) === 0) return node;
    const index = countBits(node.bitmap & (bit - 1));
    const child = drop(node.nodes[index], hash, key, shift + 5);
    if (child === node.nodes[index]) return node;
    if (child !== undefined) {
      if (node.nodes.length === 1 && !isBranch(child)) return child;
      return { bitmap: node.bitmap, nodes: node.nodes.with(index, child), owner: undefined };
    }
    if (node.nodes.length === 1) return undefined;
    const nodes = node.nodes.toSpliced(index, 1);
    if (nodes.length === 1 && !isBranch(nodes[0])) return nodes[0];
    return { bitmap: node.bitmap & ~bit, nodes, owner: undefined };
  }
  if (node.hash !== hash) return node;
  if (!isCollision(node)) return node.key === key ? undefined : node;
  const leaves = node.leaves.filter((leaf) => leaf.key !== key);
  if (leaves.length === node.leaves.length) return node;
  return leaves.length === 1 ? leaves[0] : { hash, leaves };
}

function find<V>(root: Node<V> | undefined, key: string): Leaf<V> | undefined {
  const hash = hashOf(key);
  let node = root;
  for (let shift = 0; node !== undefined && isBranch(node); shift += 5) {
    const bit = bitOf(hash, shift);
    if ((node.bitmap & bit) === 0) return undefined;
    node = node.nodes[countBits(node.bitmap & (bit - 1))];
  }
  if (node === undefined || node.hash !== hash) return undefined;
  if (isCollision(node)) return node.leaves.find((leaf) => leaf.key === key);
  return node.key === key ? node : undefined;
}

function* leavesOf<V>(node: Node<V> | undefined): Generator<Leaf<V>> {
  if (node === undefined) return;
  if (isBranch(node)) for (const child of node.nodes) yield* leavesOf(child);
  else if (isCollision(node)) yield* node.leaves;
  else yield node;
}

function compareLeaves<V>(a: Node<V> | undefined, b: Node<V> | undefined, differ: (key: string) => void): void {
  const left = new Map<string, V>();
  for (const { key, value } of leavesOf(a)) left.set(key, value);
  for (const { key, value } of leavesOf(b)) {
    const same = left.has(key) && Object.is(left.get(key), value);
    left.delete(key);
    if (!same) differ(key);
  }
  for (const key of left.keys()) differ(key);
}

/** Nodes that both share hold the same, so they are not looked at. */
function compare<V>(a: Node<V> | undefined, b: Node<V> | undefined, differ: (key: string) => void): void {
  if (a === b) return;
  if (a === undefined || b === undefined || !isBranch(a) || !isBranch(b)) {
    compareLeaves(a, b, differ);
    return;
  }
  const child = ({ bitmap, nodes }: Branch<V>, bit: number): Node<V> | undefined =>
    (bitmap & bit) === 0 ? undefined : nodes[countBits(bitmap & (bit - 1))];
  for (let bits = a.bitmap | b.bitmap; bits !== 0; bits &= bits - 1) {
    const bit = bits & -bits;
    compare(child(a, bit), child(b, bit), differ);
  }
}

/** Iteration is in an order that depends on the keys only. */
export class PersistentMap<V> {
  static readonly #empty = new PersistentMap<never>(undefined, 0);
  readonly size: number;
  readonly #root: Node<V> | undefined;

  private constructor(root: Node<V> | undefined, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return PersistentMap.#empty as PersistentMap<V>;
  }

  /** A map of pairs; of several with one key the last counts. Quicker than one `set` after the other. */
  static from<V>(pairs: Iterable<readonly [string, V]>): PersistentMap<V> {
    const owner = {};
    let root: Node<V> | undefined;
    let size = 0;
    for (const [key, value] of pairs) {
      if (find(root, key) === undefined) size++;
      root = put(root, { hash: hashOf(key), key, value }, 0, owner);
    }
    return size === 0 ? PersistentMap.empty() : new PersistentMap(root, size);
  }

  get(key: string): V | undefined {
    return find(this.#root, key)?.value;
  }

  has(key: string): boolean {
    return find(this.#root, key) !== undefined;
  }

  /** A map with this value for the key. */
  set(key: string, value: V): PersistentMap<V> {
    const known = find(this.#root, key);
    if (known !== undefined && Object.is(known.value, value)) return this;
    const root = put(this.#root, { hash: hashOf(key), key, value }, 0, undefined);
    return new PersistentMap(root, known === undefined ? this.size + 1 : this.size);
  }

  /** A map without the key. */
  delete(key: string): PersistentMap<V> {
    if (this.#root === undefined) return this;
    const root = drop(this.#root, hashOf(key), key, 0);
    if (root === this.#root) return this;
    return root === undefined ? PersistentMap.empty() : new PersistentMap(root, this.size - 1);
  }

  /**
   * The keys that only one of the maps has, or that have another value in the other one. Costs what differs where one was
   * made from the other by changes.
   */
  differences(other: PersistentMap<V>): string[] {
    const found: string[] = [];
    compare(this.#root, other.#root, (key) => found.push(key));
    return found;
  }

  *keys(): Generator<string> {
    for (const leaf of leavesOf(this.#root)) yield leaf.key;
  }

  *values(): Generator<V> {
    for (const leaf of leavesOf(this.#root)) yield leaf.value;
  }
}
