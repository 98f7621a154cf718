/** The class `process.Spawner`: spawning with everything that can be said about the new process. */

import type { Actor, Scope } from '../../core/context/identity.ts';
import { isReservedTopic } from '../../core/relay/topics.ts';
import { argumentError, checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { LuaError } from '../../lua/runtime/errors.ts';
import type { LuaFunction, LuaValue } from '../../lua/runtime/values.ts';
import { luaPayloads } from '../../services/lua/convert/payloads.ts';
import { recordOf } from '../../services/lua/convert/record.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../services/lua/module.ts';
import { mayDo } from '../../services/lua/permissions.ts';
import type { InitialMessage } from '../../system/processes/spawn-request.ts';
import type { Action } from '../../system/security/actions.ts';
import { checkActor, checkScope } from './identity.ts';
import { exec, FLAVOURS, spawn } from './spawn.ts';

/** What a spawner adds to every request. Immutable. */
export class Spawner {
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly actor: Actor | undefined;
  readonly scope: Scope | undefined;
  readonly name: string | undefined;
  readonly messages: readonly InitialMessage[];

  constructor(from: Partial<Omit<Spawner, 'with'>> = {}) {
    this.values = from.values;
    this.options = from.options;
    this.actor = from.actor;
    this.scope = from.scope;
    this.name = from.name;
    this.messages = from.messages ?? [];
  }

  with(changes: Partial<Omit<Spawner, 'with'>>): Spawner {
    return new Spawner({ ...this, ...changes });
  }
}

function require(action: Action, resource: string, what: string): void {
  if (!mayDo(action, resource)) throw LuaError.located(`not allowed to spawn processes with custom ${what}`);
}

function checkValues(args: LuaValue[], position: number): Record<string, unknown> {
  require('process.context', 'context', 'context');
  return recordOf(checkTable(args, position, 'with_context'));
}

function checkOptions(args: LuaValue[], position: number): Record<string, unknown> {
  require('process.context', 'context', 'options');
  const options = recordOf(checkTable(args, position, 'with_options'));
  const { network } = options;
  if (typeof network === 'string' && network !== '' && !mayDo('network.select', network)) {
    throw LuaError.located(`not allowed: network ${toLuaString(network)}`);
  }
  return options;
}

const spawnerClass: UserdataClass<Spawner> = defineClass<Spawner>('process.Spawner', Spawner, () => {
  const self = (args: LuaValue[], name: string): Spawner => spawnerClass.check(args, 1, name);
  const methods: Record<string, LuaFunction> = {
    with_context: (...args) => {
      const spawner = self(args, 'with_context');
      return spawnerClass.create(spawner.with({ values: { ...spawner.values, ...checkValues(args, 2) } }));
    },
    with_options: (...args) => {
      const spawner = self(args, 'with_options');
      return spawnerClass.create(spawner.with({ options: { ...spawner.options, ...checkOptions(args, 2) } }));
    },
    with_actor: (...args) => {
      const spawner = self(args, 'with_actor');
      require('process.security', 'security', 'security context');
      return spawnerClass.create(spawner.with({ actor: checkActor(args[1], 'with_actor') }));
    },
    with_scope: (...args) => {
      const spawner = self(args, 'with_scope');
      require('process.security', 'security', 'security context');
      return spawnerClass.create(spawner.with({ scope: checkScope(args[1], 'with_scope') }));
    },
    with_name: (...args) => {
      const name = fromLuaString(checkString(args, 2, 'with_name'));
      if (name === '') throw argumentError(2, 'with_name', 'name cannot be empty');
      return spawnerClass.create(self(args, 'with_name').with({ name }));
    },
    with_message: (...args) => {
      const spawner = self(args, 'with_message');
      const topic = fromLuaString(checkString(args, 2, 'with_message'));
      if (isReservedTopic(topic)) throw argumentError(2, 'with_message', 'cannot send to @ topics');
      const messages = [...spawner.messages, { topic, payloads: luaPayloads(args.slice(2)) }];
      return spawnerClass.create(spawner.with({ messages }));
    },
    exec: (...args) => exec(self(args, 'exec'), args, 1),
  };
  for (const name of Object.keys(FLAVOURS)) methods[name] = (...args) => spawn(name, self(args, name), args, 1);
  return methods;
});

/** `process.with_context(values)`, `process.with_options(options)`. */
export function spawnerFunctions(): Record<string, LuaFunction> {
  return {
    with_context: (...args) => spawnerClass.create(new Spawner({ values: checkValues(args, 1) })),
    with_options: (...args) => spawnerClass.create(new Spawner({ options: checkOptions(args, 1) })),
  };
}
