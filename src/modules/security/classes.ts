/** Actors, scopes and policies as userdata. They wrap the host's objects, which are immutable. */

import type { Actor, Policy, PolicyResult, Scope } from '../../core/context/identity.ts';
import { argumentError, checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet, tableOf } from '../../lua/runtime/table.ts';
import { type LuaFunction, LuaTable, type LuaValue, type Userdata } from '../../lua/runtime/values.ts';
import { toLua } from '../../services/lua/convert/host.ts';
import { recordOf } from '../../services/lua/convert/record.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, perform, type UserdataClass } from '../../services/lua/module.ts';
import { type MakeScopeCommand, SecurityCommand } from '../../services/security/commands.ts';

class LuaActor {
  readonly actor: Actor;
  constructor(actor: Actor) {
    this.actor = actor;
  }
}

class LuaPolicy {
  readonly policy: Policy;
  constructor(policy: Policy) {
    this.policy = policy;
  }
}

class LuaScope {
  readonly scope: Scope;
  constructor(scope: Scope) {
    this.scope = scope;
  }
}

const actorClass: UserdataClass<LuaActor> = defineClass('security.Actor', LuaActor, () => ({
  id: (...args) => toLuaString(actorClass.check(args, 1, 'id').actor.id),
  meta: (...args) => toLua(actorClass.check(args, 1, 'meta').actor.meta),
}));

const policyClass: UserdataClass<LuaPolicy> = defineClass('security.Policy', LuaPolicy, () => ({
  id: (...args) => toLuaString(policyClass.check(args, 1, 'id').policy.id),
  evaluate: evaluate((args) => policyClass.check(args, 1, 'evaluate').policy),
}));

const scopeClass: UserdataClass<LuaScope> = defineClass('security.Scope', LuaScope, () => ({
  with: (...args) => {
    const { scope } = scopeClass.check(args, 1, 'with');
    const { policy } = policyClass.check(args, 2, 'with');
    mayMakeScope('with');
    return wrapScope(scope.with(policy));
  },
  without: (...args) => {
    const { scope } = scopeClass.check(args, 1, 'without');
    const id = policyId(args, 'without');
    mayMakeScope('without');
    return wrapScope(scope.without(id));
  },
  evaluate: evaluate((args) => scopeClass.check(args, 1, 'evaluate').scope),
  contains: (...args) => scopeClass.check(args, 1, 'contains').scope.contains(policyId(args, 'contains')),
  policies: (...args) => tableOf(scopeClass.check(args, 1, 'policies').scope.policies().map(wrapPolicy)),
}));

interface Evaluator {
  evaluate(actor: Actor, action: string, resource: string, meta: Readonly<Record<string, unknown>>): PolicyResult;
}

function evaluate(evaluator: (args: LuaValue[]) => Evaluator): LuaFunction {
  return (...args) => {
    const self = evaluator(args);
    const { actor } = actorClass.check(args, 2, 'evaluate');
    const action = fromLuaString(checkString(args, 3, 'evaluate'));
    const resource = fromLuaString(checkString(args, 4, 'evaluate'));
    return self.evaluate(actor, action, resource, optionalMeta(args, 5, 'evaluate'));
  };
}

/** A table of metadata that may be missing. */
export function optionalMeta(args: LuaValue[], position: number, name: string): Record<string, unknown> {
  return args[position - 1] === undefined ? {} : recordOf(checkTable(args, position, name));
}

/** The second argument as the id of a policy: a text, a policy, or a table with `ns` and `name`. */
function policyId(args: LuaValue[], name: string): string {
  const value = args[1];
  if (typeof value === 'string') return fromLuaString(value);
  const policy = policyClass.of(value);
  if (policy !== undefined) return policy.policy.id;
  if (!(value instanceof LuaTable)) {
    throw argumentError(2, name, 'Policy ID expected as string, table, or policy object');
  }
  const [namespace, local] = [rawGet(value, 'ns'), rawGet(value, 'name')];
  if (typeof namespace === 'string' && typeof local === 'string') return fromLuaString(`${namespace}:${local}`);
  throw argumentError(2, name, 'ID table must have ns and name fields');
}

/** @throws WippyError Invalid where the running code may not make scopes. */
export function mayMakeScope(how: MakeScopeCommand['how']): void {
  perform({ id: SecurityCommand.MakeScope, how } as MakeScopeCommand);
}

export const wrapActor = (actor: Actor): Userdata => actorClass.create(new LuaActor(actor));
export const wrapPolicy = (policy: Policy): Userdata => policyClass.create(new LuaPolicy(policy));
export const wrapScope = (scope: Scope): Userdata => scopeClass.create(new LuaScope(scope));

export const checkActor = (args: LuaValue[], position: number, name: string): Actor =>
  actorClass.check(args, position, name).actor;
export const checkScope = (args: LuaValue[], position: number, name: string): Scope =>
  scopeClass.check(args, position, name).scope;

/** The policy that a value is, or undefined. */
export const policyOf = (value: LuaValue): Policy | undefined => policyClass.of(value)?.policy;
