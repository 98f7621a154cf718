/**
 * Objects that come again and again with the same fields get a constructor of their own, so that all of them share one
 * shape of V8 and their fields are read through inline caches. The lists of fields form a tree, one node per field.
 */

import { shape } from '../../lua/runtime/shapes.ts';
import type { LuaTable, LuaValue } from '../../lua/runtime/values.ts';

type TableConstructor = new (...values: LuaValue[]) => LuaTable;

/** How often a list of fields must come before it gets a constructor. */
const THRESHOLD = 8;
/** Constructors are never freed, and the texts that ask for them come from anywhere. */
const MAX_CONSTRUCTORS = 500;
const MAX_FIELDS = 64;
/** The tree begins anew when it has this many nodes. */
const MAX_NODES = 10_000;

/** Fields that may be properties of tables; names that have a meaning to the host are left out. */
const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

let constructors = 0;
let nodes = 0;

/** A list of fields: the parent's and one more. */
export class FieldList {
  readonly name: string;
  readonly parent: FieldList | null;
  private readonly depth: number;
  private readonly children = new Map<string, FieldList>();
  private seen = 0;
  private made: TableConstructor | null = null;

  constructor(name: string, parent: FieldList | null) {
    this.name = name;
    this.parent = parent;
    this.depth = parent === null ? 0 : parent.depth + 1;
  }

  /** The list with one more field; null where lists are not followed any further. */
  with(name: string): FieldList | null {
    const known = this.children.get(name);
    if (known !== undefined) return known;
    if (this.depth >= MAX_FIELDS || nodes >= MAX_NODES || !FIELD.test(name) || RESERVED.has(name)) return null;
    for (let list: FieldList | null = this; list !== null; list = list.parent) if (list.name === name) return null;
    const child = new FieldList(name, this);
    this.children.set(name, child);
    nodes++;
    return child;
  }

  /** The constructor of tables with these fields, once it pays. */
  get tableConstructor(): TableConstructor | null {
    if (this.made !== null || this.depth === 0 || ++this.seen < THRESHOLD || constructors >= MAX_CONSTRUCTORS) {
      return this.made;
    }
    constructors++;
    const names: string[] = [];
    for (let list: FieldList | null = this; list !== null && list.parent !== null; list = list.parent)
      names.unshift(list.name);
    this.made = shape(names);
    return this.made;
  }
}

let root = new FieldList('', null);

/** The list without fields. */
export function noFields(): FieldList {
  if (nodes >= MAX_NODES) {
    nodes = 0;
    root = new FieldList('', null);
  }
  return root;
}
