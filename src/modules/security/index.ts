/** Module `security`: actors, scopes, policies and tokens. Reference: lua/security/security of the Wippy documentation. */

import type { Policy, Scope } from '../../core/context/identity.ts';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { Traversal } from '../../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, currentProcess, defineModule, perform } from '../../services/lua/module.ts';
import {
  type CanCommand,
  type MakeActorCommand,
  SecurityCommand,
  type SecurityEntryCommand,
} from '../../services/security/commands.ts';
import { createActor } from '../../system/security/actor.ts';
import { PolicyScope } from '../../system/security/policy-scope.ts';
import { mayMakeScope, optionalMeta, policyOf, wrapActor, wrapPolicy, wrapScope } from './classes.ts';
import { wrapTokenStore } from './token-store.ts';

/** A function that finds an entry by the id in its first argument. */
function lookup(name: string, id: number, convert: (data: unknown, entry: string) => LuaValue): LuaFunction {
  return (...args) => {
    const entry = fromLuaString(checkString(args, 1, name));
    if (entry === '') return invalid(`${name.replace('_', ' ')} id is required`);
    return attempt({ id, entry } as SecurityEntryCommand, (data) => [convert(data, entry), undefined]);
  };
}

function newActor(...args: LuaValue[]): LuaResult {
  const actor = fromLuaString(checkString(args, 1, 'new_actor'));
  const meta = optionalMeta(args, 2, 'new_actor');
  perform({ id: SecurityCommand.MakeActor, actor } as MakeActorCommand);
  return wrapActor(createActor(actor, meta));
}

function newScope(...args: LuaValue[]): LuaResult {
  mayMakeScope('custom');
  const policies: Policy[] = [];
  if (args[0] !== undefined) {
    const traversal = new Traversal(checkTable(args, 1, 'new_scope'));
    while (traversal.advance()) {
      const policy = policyOf(traversal.value);
      if (policy !== undefined) policies.push(policy);
    }
  }
  return wrapScope(new PolicyScope(policies));
}

function can(...args: LuaValue[]): LuaResult {
  const action = fromLuaString(checkString(args, 1, 'can'));
  const resource = fromLuaString(checkString(args, 2, 'can'));
  const command: CanCommand = { id: SecurityCommand.Can, action, resource, meta: optionalMeta(args, 3, 'can') };
  return perform(command) as boolean;
}

export const securityModule = defineModule({
  name: 'security',
  description: 'Actors, scopes, policies and tokens.',
  classes: ['security', 'nondeterministic'],
  types: `
    interface Actor
      id: (self: Actor) -> string;
      meta: (self: Actor) -> {[string]: any};
    end
    interface Policy
      id: (self: Policy) -> string;
      evaluate: (self: Policy, actor: Actor, action: string, resource: string, meta: {[string]: any}?) -> string;
    end
    interface Scope
      with: (self: Scope, policy: Policy) -> Scope;
      without: (self: Scope, policy: any) -> Scope;
      evaluate: (self: Scope, actor: Actor, action: string, resource: string, meta: {[string]: any}?) -> string;
      contains: (self: Scope, policy: any) -> boolean;
      policies: (self: Scope) -> {Policy};
    end
    type TokenOptions = { expiration: (string | number)?, meta: {[string]: any}? }
    interface TokenStore
      validate: (self: TokenStore, token: string) -> (Actor?, Scope?, error?);
      create: (self: TokenStore, actor: Actor, scope: Scope, options: TokenOptions?) -> (string?, error?);
      revoke: (self: TokenStore, token: string) -> (boolean?, error?);
      close: (self: TokenStore) -> boolean;
    end
    type security = {
      actor: () -> Actor?,
      scope: () -> Scope?,
      can: (action: string, resource: string, meta: {[string]: any}?) -> boolean,
      policy: (id: string) -> (Policy?, error?),
      named_scope: (id: string) -> (Scope?, error?),
      new_scope: (policies: {Policy}?) -> Scope,
      new_actor: (id: string, meta: {[string]: any}?) -> Actor,
      token_store: (id: string) -> (TokenStore?, error?),
    }`,
  members: () => ({
    actor: () => {
      const { actor } = currentProcess().context;
      return actor === null ? undefined : wrapActor(actor);
    },
    scope: () => {
      const { scope } = currentProcess().context;
      return scope === null ? undefined : wrapScope(scope);
    },
    can,
    policy: lookup('policy', SecurityCommand.Policy, (data) => wrapPolicy(data as Policy)),
    named_scope: lookup('named_scope', SecurityCommand.PolicyGroup, (data) => wrapScope(data as Scope)),
    new_scope: newScope,
    new_actor: newActor,
    token_store: lookup('token_store', SecurityCommand.TokenStore, (_data, entry) => wrapTokenStore(entry)),
  }),
});
