import { afterEach, describe, expect, it } from 'vitest';
import { entry, luaEntry, processHost, RunningApplication } from '../../support/application.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

const policy = (name: string, rule: object, groups: string[] = []) =>
  entry(`app:${name}`, 'security.policy', { policy: { resources: '*', effect: 'allow', ...rule }, groups });

const policies = [
  policy('all', { actions: '*' }, ['admin']),
  policy('readers', { actions: ['*.read', '*.get'] }, ['admin', 'users']),
  policy('no_secrets', { actions: '*', resources: 'secret:*', effect: 'deny' }, ['users']),
  entry('app:owners', 'security.policy.expr', {
    policy: { actions: 'write', resources: '*', effect: 'allow', expression: 'meta.owner == actor.id' },
    groups: ['users', 'other:shared'],
  }),
];

const tokens = (data: object = {}) => [
  entry('app:token_data', 'store.memory', { lifecycle: { auto_start: true } }),
  entry('app:tokens', 'security.token_store', { store: 'token_data', ...data }),
];

const MODULES = ['security', 'funcs', 'env', 'registry', 'store', 'time'];

/** Runs a body with the module; `config` is the configuration of the application. */
async function lua(body: string, more: Parameters<typeof RunningApplication.start>[0] = [], config = {}) {
  application = await RunningApplication.start(
    [
      ...policies,
      ...more,
      luaEntry(
        'app:main',
        'function.lua',
        `local security = require("security")\nreturn { main = function()\n${body}\nend }`,
        {
          modules: MODULES,
        },
      ),
    ],
    config,
  );
  return application.call('app:main');
}

describe('actors and scopes', () => {
  it('are nil where nobody has said who acts', async () => {
    expect(
      await lua('return {tostring(security.actor()), tostring(security.scope()), security.can("a", "b")}'),
    ).toEqual(['nil', 'nil', false]);
  });

  it('tell what they are made of', async () => {
    const body = `
      local actor = security.new_actor("user:1", {role = "admin", nested = {team = "core"}})
      local scope = security.new_scope({security.policy("app:all")}):with(security.policy("app:readers"))
      local smaller = scope:without("app:all"):without({ns = "app", name = "none"})
      local ids = {}
      for _, one in ipairs(scope:policies()) do ids[#ids + 1] = one:id() end
      return {actor:id(), actor:meta().nested.team, ids, smaller:contains("app:all"),
        smaller:contains(security.policy("app:readers")), #security.new_scope():policies()}`;
    expect(await lua(body)).toEqual(['user:1', 'core', ['app:all', 'app:readers'], false, true, 0]);
  });

  it('evaluate: one denial denies, else one permission allows', async () => {
    const body = `
      local actor = security.new_actor("user:1")
      local users = security.named_scope("app:users")
      return {users:evaluate(actor, "doc.read", "doc:1"), users:evaluate(actor, "doc.read", "secret:1"),
        users:evaluate(actor, "doc.drop", "doc:1"), users:evaluate(actor, "write", "doc:1", {owner = "user:1"}),
        security.policy("app:owners"):evaluate(actor, "write", "doc:1", {owner = "user:2"}),
        #security.named_scope("other:shared"):policies()}`;
    expect(await lua(body)).toEqual(['allow', 'deny', 'undefined', 'allow', 'undefined', 1]);
  });

  it('fail for what is not there', async () => {
    const body = `
      local _, policy = security.policy("app:none")
      local _, group = security.named_scope("app:none")
      local _, store = security.token_store("app:none")
      local _, empty = security.token_store("")
      return {policy:message(), policy:kind(), group:message(), group:kind(), store:message(), store:kind(), empty:kind()}`;
    expect(await lua(body)).toEqual([
      'get policy: policy not found',
      'Internal',
      'get policy group: policy group not found',
      'Internal',
      'acquire token store: token store not found: app:none',
      'Internal',
      'Invalid',
    ]);
  });

  it.each([
    ['security.new_actor("")', 'actor id must not be empty'],
    ['security.new_scope():with("app:all")', 'security.Policy expected'],
    ['security.new_scope():contains(7)', 'Policy ID expected as string, table, or policy object'],
    ['security.new_scope():evaluate(7, "a", "b")', 'security.Actor expected'],
  ])('are checked: %s', async (call, message) => {
    expect(await lua(`local _, err = pcall(function() return ${call} end); return tostring(err)`)).toContain(message);
  });
});

describe('the identity of a call', () => {
  const whoami = luaEntry(
    'app:whoami',
    'function.lua',
    `local security = require("security")
    return { main = function()
      local actor, scope = security.actor(), security.scope()
      return {actor and actor:id() or "nobody", scope and #scope:policies() or -1,
        security.can("doc.read", "doc:1"), security.can("doc.read", "secret:1"),
        security.can("write", "doc:1", {owner = "user:7"})}
    end }`,
    { modules: ['security'] },
  );

  it('comes from the executor, and goes on to further calls', async () => {
    const relay = luaEntry(
      'app:relay',
      'function.lua',
      'return { main = function() return require("funcs").call("app:whoami") end }',
      { modules: ['funcs'] },
    );
    const body = `
      local scope = security.named_scope("app:users"):with(security.policy("app:all")):without("app:all")
      local may_call = security.policy("app:calls")
      return require("funcs").new():with_actor(security.new_actor("user:7")):with_scope(scope:with(may_call)):call("app:relay")`;
    const calls = policy('calls', { actions: 'funcs.call' });
    expect(await lua(body, [whoami, relay, calls])).toEqual(['user:7', 4, true, false, true]);
  });

  it('is not that of the caller once the call is over', async () => {
    const body = `
      local funcs = require("funcs")
      funcs.new():with_actor(security.new_actor("user:7")):call("app:whoami")
      return funcs.call("app:whoami")[1]`;
    expect(await lua(body, [whoami])).toBe('nobody');
  });

  it('goes to processes that are spawned', async () => {
    const child = luaEntry(
      'app:child',
      'process.lua',
      `local security = require("security")
      return { main = function() return {security.actor():id(), #security.scope():policies()} end }`,
      { modules: ['security'] },
    );
    const body = `
      local spawner = process.with_context({}):with_actor(security.new_actor("user:9"))
      return spawner:with_scope(security.new_scope({security.policy("app:all")})):exec("app:child", "app:processes")`;
    expect(await lua(body, [child, processHost()])).toEqual(['user:9', 1]);
  });
});

describe('permissions', () => {
  /** The answer of a body that runs as an actor with the policy. */
  const asActor = (allowed: string | string[], body: string, more: Parameters<typeof lua>[1] = []) =>
    lua(
      `local scope = security.new_scope({security.policy("app:allowed"), security.policy("app:calls")})
      return require("funcs").new():with_actor(security.new_actor("user:1")):with_scope(scope):call("app:inner")`,
      [
        policy('allowed', { actions: allowed }),
        policy('calls', { actions: 'funcs.call', resources: 'app:inner' }),
        luaEntry(
          'app:inner',
          'function.lua',
          `local security = require("security")\nreturn { main = function()\n${body}\nend }`,
          {
            modules: MODULES,
          },
        ),
        ...tokens(),
        ...more,
      ],
    );

  const failing: [string, string, string][] = [
    ['security.policy.get', 'security.policy("app:all")', 'permission denied: access policy'],
    ['security.policy_group.get', 'security.named_scope("app:users")', 'permission denied: access policy group'],
    ['security.token_store.get', 'security.token_store("app:tokens")', 'not allowed to access token store: app:tokens'],
    ['env.get', 'require("env").get("X")', 'not allowed to access environment variable: X'],
    ['registry.get', 'require("registry").get("app:all")', 'not allowed'],
    ['funcs.call', 'require("funcs").call("app:main")', 'not allowed: app:main'],
    ['store.get', 'require("store").get("app:token_data")', 'not allowed to access store: app:token_data'],
  ];
  it.each(failing)('%s is asked for', async (_action, call, message) => {
    expect(await asActor('nothing', `local _, err = ${call}; return tostring(err)`)).toContain(message);
  });

  it.each([
    ['security.actor.create', 'security.new_actor("root")', 'not allowed to create actor with ID: root'],
    ['security.scope.create', 'security.new_scope()', 'not allowed to create custom scopes'],
  ])('%s is asked for, and its refusal raised', async (action, call, message) => {
    const body = `local ok, err = pcall(function() return ${call} end); return {ok, ok or tostring(err)}`;
    expect(await asActor('nothing', body)).toEqual([false, expect.stringContaining(message)]);
    await application?.close();
    expect(await asActor(action, body)).toEqual([true, true]);
  });

  it('of tokens are asked for one by one', async () => {
    const body = `
      local store = security.token_store("app:tokens")
      local token, create = store:create(security.actor(), security.scope())
      local _, _, validate = store:validate("x")
      local _, revoke = store:revoke("x")
      return {create:message(), create:kind(), validate:message(), revoke:message()}`;
    expect(await asActor('security.token_store.get', body)).toEqual([
      'not allowed to create token',
      'Invalid',
      'not allowed to validate token',
      'not allowed to revoke token',
    ]);
  });

  it('are missing in strict mode where nobody acts', async () => {
    const config = { security: { strict_mode: true } };
    const body = 'local _, err = security.policy("app:all"); return err:message()';
    expect(await lua(body, [], config)).toBe('permission denied: access policy');
  });
});

describe('tokens', () => {
  const create = `
    local store, err = security.token_store("app:tokens")
    if err then error(err) end
    local actor = security.new_actor("user:1", {role = "user", logins = 3})
    local scope = security.named_scope("app:users")`;

  it('stand for an actor and a scope until they are revoked', async () => {
    const body = `${create}
      local token = store:create(actor, scope, {expiration = "7d", meta = {device = "mobile"}})
      local who, what, none = store:validate(token)
      local revoked = store:revoke(token)
      local _, _, after = store:validate(token)
      local _, again = store:revoke(token)
      return {#token, who:id(), who:meta().role, who:meta().logins, #what:policies(), tostring(none), revoked,
        after:message(), after:kind(), again:message()}`;
    expect(await lua(body, tokens({ token_length: 24 }))).toEqual([
      32,
      'user:1',
      'user',
      3,
      3,
      'nil',
      true,
      'validate token: token not found',
      'Internal',
      'revoke token: token not found',
    ]);
  });

  it('are signed where there is a key, and forged ones refused', async () => {
    const body = `${create}
      local token = store:create(actor, scope)
      local base = token:match("^[^.]+")
      local errors = {}
      for i, forged in ipairs({base, base .. ".x", base .. ".", token .. ".x", "", "x." .. token:match("%.(.*)$")}) do
        local _, _, err = store:validate(forged)
        errors[i] = err and err:message() or "accepted"
      end
      return {(store:validate(token)):id(), errors}`;
    const invalid = 'validate token: token is invalid';
    expect(await lua(body, tokens({ token_key: 'secret' }))).toEqual(['user:1', Array(6).fill(invalid)]);
  });

  it('take their key from a variable, and are not made without it', async () => {
    const variable = [
      entry('app:values', 'env.storage.static', { values: { TOKEN_KEY: 'from the environment' } }),
      entry('app:key', 'env.variable', { variable: 'TOKEN_KEY', storage: 'app:values' }),
    ];
    const body = `${create}
      return select(2, store:create(actor, scope):gsub("%.", ""))`;
    expect(await lua(body, [...variable, ...tokens({ token_key_env: 'TOKEN_KEY' })])).toBe(1);
    await application?.close();
    await expect(lua(body, tokens({ token_key_env: 'TOKEN_KEY' }))).rejects.toThrow('token_key_env TOKEN_KEY');
  });

  it('expire', async () => {
    const body = `${create}
      local token = store:create(actor, scope, {expiration = 1})
      local _, _, err = store:validate(token)
      local time = require("time")
      while not err do
        time.sleep("1ms")
        _, _, err = store:validate(token)
      end
      return err:message()`;
    expect(await lua(body, tokens())).toMatch(/^validate token: token (not found|has expired)$/);
  });

  it('leave out policies that are gone', async () => {
    const body = `${create}
      return store:create(actor, scope)`;
    const check = luaEntry(
      'app:check',
      'function.lua',
      `return { main = function(token)
        local store = require("security").token_store("app:tokens")
        local _, scope = store:validate(token)
        return #scope:policies()
      end }`,
      { modules: ['security'] },
    );
    const token = await lua(body, [...tokens(), check]);
    expect(await application?.call('app:check', token)).toBe(3);
    await application?.remove('app:no_secrets');
    expect(await application?.call('app:check', token)).toBe(2);
  });

  it('are not to be had from a closed store, with bad options or of other things', async () => {
    const body = `${create}
      local _, expiration = store:create(actor, scope, {expiration = "soon"})
      local ok, argument = pcall(store.create, store, scope, actor)
      store:close()
      local _, _, validate = store:validate("x")
      local _, made = store:create(actor, scope)
      return {expiration:message(), expiration:kind(), ok, tostring(argument), validate:message(), validate:kind(),
        made:message(), store:close()}`;
    expect(await lua(body, tokens())).toEqual([
      'invalid expiration format',
      'Invalid',
      false,
      expect.stringContaining('security.Actor expected'),
      'token store is closed',
      'Internal',
      'token store is closed',
      true,
    ]);
  });
});
