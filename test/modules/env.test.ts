import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/context/identity.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { envModule } from '../../src/modules/env.ts';
import { registerEnvCommands } from '../../src/services/env/commands.ts';
import { EnvService } from '../../src/services/env/env-service.ts';
import { MemoryStorage } from '../../src/services/env/storages/simple-storages.ts';
import { accessKey } from '../../src/system/context-keys.ts';
import { PolicyScope } from '../../src/system/security/policy-scope.ts';
import { runLua } from '../support/lua-harness.ts';

const only = (allowed: string): Policy => ({
  id: 'app:policy',
  evaluate: (_actor, action, resource) => (`${action} ${resource}` === allowed ? 'allow' : 'undefined'),
});

function run(body: string, policy?: Policy) {
  const env = new EnvService();
  env.setStorage('app:memory', new MemoryStorage());
  env.setVariable({ id: 'app:greeting', name: 'GREETING', storage: 'app:memory', default: 'cześć', readonly: false });
  env.setVariable({ id: 'app:own', storage: 'app:memory', default: 'mine', readonly: true });
  return runLua(`return function() ${body} end`, {
    modules: [envModule],
    register: (dispatcher, context) => registerEnvCommands(dispatcher, env, context.require(accessKey)),
    ...(policy === undefined ? {} : { actor: { id: 'ada', meta: {} }, scope: new PolicyScope([policy]) }),
  });
}

describe('module env', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(envModule.types).problems).toEqual([]);
  });

  it('reads by name, by id, and in the own namespace', async () => {
    const { value } = await run('return {env.get("GREETING"), env.get("app:own"), env.get("own")}');
    expect(value).toEqual(['cześć', 'mine', 'mine']);
  });

  it('writes what is then read', async () => {
    const { value } = await run('return {env.set("GREETING", "hello"), env.get("GREETING")}');
    expect(value).toEqual([true, 'hello']);
  });

  it('lists all', async () => {
    expect((await run('return env.get_all()')).value).toEqual({ GREETING: 'cześć', 'app:own': 'mine' });
  });

  it.each([
    ['env.get("NOTHING")', 'NotFound', 'get environment variable failed: environment variable not found'],
    ['env.get("")', 'Invalid', 'empty key'],
    ['env.set("", "x")', 'Invalid', 'empty key'],
    ['env.set("own", "x")', 'PermissionDenied', 'set environment variable failed: environment variable is read-only'],
  ])('fails with nil and an error: %s', async (call, kind, message) => {
    const { value } = await run(`local v, err = ${call} return {tostring(v), err:kind(), err:message()}`);
    expect(value).toEqual(['nil', kind, message]);
  });

  it('raises for a missing argument', async () => {
    expect((await run('env.set("GREETING")')).error?.message).toContain("bad argument #2 to 'set'");
  });

  it('reads and lists only what the policies allow', async () => {
    const { value } = await run(
      `local _, err = env.get("app:own")
       local _, err2 = env.set("GREETING", "x")
       return {env.get_all(), err:kind(), err:message(), err2:message()}`,
      only('env.get GREETING'),
    );
    expect(value).toEqual([
      { GREETING: 'cześć' },
      'PermissionDenied',
      'not allowed to access environment variable: app:own',
      'not allowed to set environment variable: GREETING',
    ]);
  });
});
