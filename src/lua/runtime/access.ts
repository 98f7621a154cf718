/**
 * Indexing with metamethods: the slow paths of emitted code. Each may return `SUSPEND`, as a metamethod may be suspended.
 */

import { indexError, siteError } from './errors.ts';
import { metafield, metamethod, metatableOf } from './metatables.ts';
import { saveContinuation } from './state.ts';
import { FROZEN_MAP, isFrozen, rawGet, rawSet } from './table.ts';
import {
  firstValue,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  MAP_MODE,
  SUSPEND,
  Userdata,
} from './values.ts';

/** How many `__index` or `__newindex` tables may stand behind each other (PUC: MAXTAGLOOP). */
const MAX_CHAIN = 100;

/** Drops the results of a suspended metamethod. */
const nothing = (): LuaResult => undefined;

/** The first result of a metamethod, or `SUSPEND`. */
export function single(result: LuaResult): LuaResult {
  if (!(result instanceof Array)) return result;
  if (result !== SUSPEND) return result[0];
  saveContinuation(firstValue);
  return SUSPEND;
}

/** `object[key]`. */
export function index(object: LuaValue, key: LuaValue, site: number): LuaResult {
  let target = object;
  for (let depth = 0; depth < MAX_CHAIN; depth++) {
    let handler: LuaValue;
    if (target instanceof LuaTable) {
      const value = rawGet(target, key);
      if (value !== undefined || target.$t === undefined) return value;
      handler = metafield(target.$t, '__index');
      if (handler === undefined) return undefined;
    } else {
      handler = metamethod(target, '__index');
      if (handler === undefined) throw indexError(site, target, depth === 0);
    }
    if (typeof handler === 'function') return single(handler(target, key));
    target = handler;
  }
  throw siteError(site, `'__index' chain too long; possible loop`);
}

/** `object[key] = value`. */
export function setIndex(object: LuaValue, key: LuaValue, value: LuaValue, site: number): LuaResult {
  let target = object;
  for (let depth = 0; depth < MAX_CHAIN; depth++) {
    let handler: LuaValue;
    if (target instanceof LuaTable) {
      const metatable = target.$t;
      if (metatable === undefined || rawGet(target, key) !== undefined) return assign(target, key, value, site);
      handler = metafield(metatable, '__newindex');
      if (handler === undefined) return assign(target, key, value, site);
    } else {
      handler = metamethod(target, '__newindex');
      if (handler === undefined) throw indexError(site, target, depth === 0);
    }
    if (typeof handler === 'function') {
      const result = handler(target, key, value);
      if (result !== SUSPEND) return undefined;
      saveContinuation(nothing);
      return SUSPEND;
    }
    target = handler;
  }
  throw siteError(site, `'__newindex' chain too long; possible loop`);
}

function assign(table: LuaTable, key: LuaValue, value: LuaValue, site: number): undefined {
  if (key === undefined) throw siteError(site, 'table index is nil');
  if (key !== key) throw siteError(site, 'table index is NaN');
  if (isFrozen(table)) throw siteError(site, 'attempt to modify a frozen table');
  rawSet(table, key, value);
}

export type Getter = (object: LuaValue, site: number) => LuaResult;
export type Setter = (object: LuaValue, value: LuaValue, site: number) => LuaResult;

const getters = new Map<string, Getter>();
const setters = new Map<string, Setter>();

/**
 * The slow path of `object.name` for one name. Every name has a function of its own, made from text, so that V8's inline
 * caches see one property name each; the name is a Lua identifier, which the check makes sure of.
 */
export function getter(name: string): Getter {
  let made = getters.get(name);
  if (made === undefined) {
    made = makeAccessor(name, GETTER) as Getter;
    getters.set(name, made);
  }
  return made;
}

/** The slow path of `object.name = value` for one name. */
export function setter(name: string): Setter {
  let made = setters.get(name);
  if (made === undefined) {
    made = makeAccessor(name, SETTER) as Setter;
    setters.set(name, made);
  }
  return made;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

const helpers = { LuaTable, Userdata, index, setIndex, single, metatableOf };

function makeAccessor(name: string, template: string): unknown {
  if (!IDENTIFIER.test(name)) throw new Error(`not an identifier: ${JSON.stringify(name)}`);
  const make = new Function('h', template.replaceAll('NAME', name));
  return make(helpers);
}

const GETTER = `'use strict';
const { LuaTable, Userdata, index, single, metatableOf } = h;
return function get(object, site) {
  let target = object;
  for (let depth = 0; depth < ${MAX_CHAIN}; depth++) {
    if (!(target instanceof LuaTable)) {
      const methods =
        target instanceof Userdata ? target.$t?.__index : typeof target === 'string' ? metatableOf(target)?.__index : undefined;
      const method = methods instanceof LuaTable ? methods.NAME : undefined;
      return method !== undefined ? method : index(object, 'NAME', site);
    }
    let value = target.NAME;
    if (value !== undefined) return value;
    if (target.$s === ${MAP_MODE} || target.$s === ${FROZEN_MAP}) {
      value = target.$m.get('NAME');
      if (value !== undefined) return value;
    }
    const metatable = target.$t;
    if (metatable === undefined) return undefined;
    const handler = metatable.__index;
    if (typeof handler === 'function') return single(handler(target, 'NAME'));
    if (handler === undefined) return index(object, 'NAME', site);
    target = handler;
  }
  return index(object, 'NAME', site);
};`;

const SETTER = `'use strict';
const { LuaTable, setIndex } = h;
return function set(object, value, site) {
  if (object instanceof LuaTable && object.$s >= 0 && (object.$t === undefined || object.NAME !== undefined)) {
    object.NAME = value;
    return undefined;
  }
  return setIndex(object, 'NAME', value, site);
};`;

/** `object[key]` from a native: never suspends unless a metamethod does. */
export function get(object: LuaValue, key: LuaValue): LuaResult {
  return index(object, key, -1);
}

export function isCallable(value: LuaValue): value is LuaFunction {
  return typeof value === 'function' || metamethod(value, '__call') !== undefined;
}
