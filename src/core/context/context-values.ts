const MAXIMUM_LAYERS = 8;

/**
 * Immutable context values as layers: a child layer holds only what it overrides and points at its parent.
 * A chain longer than eight layers is flattened, so that a lookup stays short and old layers can be collected.
 */
export class ContextValues {
  private readonly parent: ContextValues | null;
  private readonly own: ReadonlyMap<string, unknown>;
  private readonly depth: number;

  private constructor(parent: ContextValues | null, own: ReadonlyMap<string, unknown>, depth: number) {
    this.parent = parent;
    this.own = own;
    this.depth = depth;
  }

  /** The parent's values with these on top; the parent itself when there is nothing to add. */
  static extend(
    parent: ContextValues | null,
    overrides: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>,
  ): ContextValues | null {
    const own = overrides instanceof Map ? new Map(overrides) : new Map(Object.entries(overrides));
    if (own.size === 0) return parent;
    if (parent === null) return new ContextValues(null, own, 1);
    if (parent.depth < MAXIMUM_LAYERS) return new ContextValues(parent, own, parent.depth + 1);
    const flat = parent.all();
    for (const [key, value] of own) flat.set(key, value);
    return new ContextValues(null, flat, 1);
  }

  has(key: string): boolean {
    for (let layer: ContextValues | null = this; layer !== null; layer = layer.parent) {
      if (layer.own.has(key)) return true;
    }
    return false;
  }

  get(key: string): unknown {
    for (let layer: ContextValues | null = this; layer !== null; layer = layer.parent) {
      if (layer.own.has(key)) return layer.own.get(key);
    }
    return undefined;
  }

  /** A new map of every value; the nearest layer wins. */
  all(): Map<string, unknown> {
    const result = this.parent === null ? new Map<string, unknown>() : this.parent.all();
    for (const [key, value] of this.own) result.set(key, value);
    return result;
  }
}
