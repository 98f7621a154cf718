/** Actors and scopes in arguments. They are userdata of the module `security`. */

import type { Actor, Scope } from '../../core/context/identity.ts';
import { argumentError } from '../../lua/runtime/arguments.ts';
import { type LuaValue, Userdata } from '../../lua/runtime/values.ts';

type Candidate = { readonly [name: string]: unknown };

/** The data of a userdata, or what it wraps under the name. */
function candidate(value: LuaValue, name: string): Candidate | null {
  if (!(value instanceof Userdata) || typeof value.data !== 'object' || value.data === null) return null;
  const data = value.data as Candidate;
  return typeof data[name] === 'object' && data[name] !== null ? (data[name] as Candidate) : data;
}

/** @throws `bad argument` where it is nil or something else. */
export function checkActor(value: LuaValue, functionName: string): Actor {
  if (value === undefined) throw argumentError(2, functionName, 'actor cannot be nil');
  const actor = candidate(value, 'actor');
  if (actor !== null && typeof actor.id === 'string' && typeof actor.meta === 'object' && actor.meta !== null) {
    return actor as unknown as Actor;
  }
  throw argumentError(2, functionName, 'Actor expected');
}

/** @throws `bad argument` where it is nil or something else. */
export function checkScope(value: LuaValue, functionName: string): Scope {
  if (value === undefined) throw argumentError(2, functionName, 'scope cannot be nil');
  const scope = candidate(value, 'scope');
  if (scope !== null && typeof scope.evaluate === 'function' && typeof scope.policies === 'function') {
    return scope as unknown as Scope;
  }
  throw argumentError(2, functionName, 'Scope expected');
}
