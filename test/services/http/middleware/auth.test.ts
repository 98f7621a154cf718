import { afterEach, describe, expect, it } from 'vitest';
import { endpoint, entry, gateway, luaEntry, RunningApplication, router } from '../../../support/application.ts';

let application: RunningApplication | undefined;
afterEach(async () => {
  await application?.close();
  application = undefined;
});

const policy = (name: string, rule: object, groups: string[] = []) =>
  entry(`app:${name}`, 'security.policy', { policy: { resources: '*', effect: 'allow', ...rule }, groups });

const WHO = `
  local security = require("security")
  local actor, scope = security.actor(), security.scope()
  return {actor and actor:id() or "nobody", scope and #scope:policies() or 0}`;

const TOKENS = { middleware: ['token_auth'], options: { 'token_auth.store': 'app:tokens' } };

/** An application whose tokens are for `user:1`, who may what its policies say. */
async function start(routing: object, rules: object[], service: object = {}): Promise<RunningApplication> {
  const policies = rules.map((rule, index) => policy(`rule${index}`, rule, ['users']));
  application = await RunningApplication.start([
    ...policies,
    policy('open', { actions: 'funcs.call' }, ['users']),
    entry('app:token_data', 'store.memory', { lifecycle: { auto_start: true } }),
    entry('app:tokens', 'security.token_store', { store: 'token_data', token_key: 'secret' }),
    luaEntry(
      'app:login',
      'function.lua',
      `local security = require("security")
      return { main = function()
        local store = security.token_store("app:tokens")
        return store:create(security.new_actor("user:1"), security.named_scope("app:users"))
      end }`,
      { modules: ['security'] },
    ),
    gateway(service),
    router(routing),
    ...endpoint('GET /who', WHO, ['security']),
    ...endpoint('GET /other', WHO, ['security']),
  ]);
  return application;
}

const token = async (): Promise<string> => (await application?.call('app:login')) as string;

async function ask(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch((application as RunningApplication).url(path), { headers });
  return response.status === 200 ? response.json() : [response.status, await response.text()];
}

describe('token_auth', () => {
  it('takes the token from the header, the query or a cookie', async () => {
    await start(TOKENS, []);
    const known = await token();
    const user = ['user:1', 1];
    expect(await ask('/who', { authorization: `Bearer ${known}` })).toEqual(user);
    expect(await ask(`/who?x-auth-token=${encodeURIComponent(known)}`)).toEqual(user);
    expect(await ask('/who', { cookie: `a=b; x-auth-token=${known}` })).toEqual(user);
    expect(await ask('/who', { cookie: `x-auth-token="${known}"` })).toEqual(user);
  });

  it('lets everybody in, whatever the token', async () => {
    await start(TOKENS, []);
    const nobody = ['nobody', 0];
    expect(await ask('/who')).toEqual(nobody);
    expect(await ask('/who', { authorization: 'Bearer nonsense' })).toEqual(nobody);
    expect(await ask('/who', { authorization: `Bearer ${await token()}x` })).toEqual(nobody);
    expect(await ask('/who', { authorization: `Basic ${await token()}` })).toEqual(nobody);
  });

  it('looks where its options say', async () => {
    const options = {
      'token_auth.store': 'app:tokens',
      'token_auth.header.name': 'X-Token',
      'token_auth.header.prefix': 'T ',
      'token_auth.query.param': 't',
      'token_auth.cookie.name': 'c',
    };
    await start({ middleware: ['token_auth'], options }, []);
    const known = await token();
    for (const [path, headers] of [
      ['/who', { 'x-token': `T ${known}` }],
      [`/who?t=${encodeURIComponent(known)}`, {}],
      ['/who', { cookie: `c=${known}` }],
    ] as const) {
      expect(await ask(path, { ...headers })).toEqual(['user:1', 1]);
    }
    expect(await ask('/who', { authorization: `Bearer ${known}` })).toEqual(['nobody', 0]);
  });

  it('needs a store that is there', async () => {
    await expect(start({ middleware: ['token_auth'] }, [])).rejects.toThrow('option token_auth.store is required');
    const options = { 'token_auth.store': 'app:tokenz' };
    await expect(start({ middleware: ['token_auth'], options }, [])).rejects.toThrow(
      'token store not found: app:tokenz',
    );
  });

  it('takes the place of the identity of the server', async () => {
    const security = { actor: { id: 'gateway' }, policies: ['app:open'], groups: ['users'] };
    await start(TOKENS, [], { lifecycle: { auto_start: true, security } });
    expect(await ask('/who')).toEqual(['gateway', 1]);
    expect(await ask('/who', { authorization: `Bearer ${await token()}` })).toEqual(['user:1', 1]);
  });
});

describe('endpoint_firewall', () => {
  const routing = { ...TOKENS, post_middleware: ['endpoint_firewall'] };
  const refusal = (status: number, error: string, details: string) => [
    status,
    JSON.stringify({ success: false, error, details }),
  ];

  it('lets those in who may access the endpoint', async () => {
    await start(routing, [{ actions: 'access', resources: 'app:on_GET_who.endpoint' }]);
    const headers = { authorization: `Bearer ${await token()}` };
    expect(await ask('/who', headers)).toEqual(['user:1', 2]);
    expect(await ask('/other', headers)).toEqual(
      refusal(403, 'Access denied', "You don't have permission to access this endpoint"),
    );
    expect(await ask('/who')).toEqual(
      refusal(401, 'Authentication required', 'You must be authenticated to access this endpoint'),
    );
    expect(await ask('/none')).toEqual([404, '404 page not found\n']);
  });

  it('asks for the action of its options', async () => {
    const options = { 'endpoint_firewall.action': 'admin' };
    await start({ ...routing, post_options: options }, [{ actions: 'access' }]);
    const headers = { authorization: `Bearer ${await token()}` };
    expect(((await ask('/who', headers)) as [number])[0]).toBe(403);
    await application?.close();
    await start({ ...routing, post_options: options }, [{ actions: 'admin' }]);
    expect(await ask('/who', { authorization: `Bearer ${await token()}` })).toEqual(['user:1', 2]);
  });
});

describe('resource_firewall', () => {
  const routing = (options: object) => ({ ...TOKENS, post_middleware: ['resource_firewall'], post_options: options });

  it('asks for its resource, whatever the endpoint', async () => {
    const options = { 'resource_firewall.action': 'admin', 'resource_firewall.target': 'app:panel' };
    await start(routing(options), [{ actions: 'admin', resources: 'app:panel' }]);
    const headers = { authorization: `Bearer ${await token()}` };
    expect(await ask('/who', headers)).toEqual(['user:1', 2]);
    expect(await ask('/other', headers)).toEqual(['user:1', 2]);
    expect(((await ask('/who')) as [number])[0]).toBe(401);
  });

  it('is denied by a policy that denies', async () => {
    const options = { 'resource_firewall.target': 'app:panel' };
    const rules = [{ actions: '*' }, { actions: 'access', resources: 'app:panel', effect: 'deny' }];
    await start(routing(options), rules);
    expect(((await ask('/who', { authorization: `Bearer ${await token()}` })) as [number])[0]).toBe(403);
  });

  it('needs a target', async () => {
    await expect(start(routing({}), [])).rejects.toThrow('option resource_firewall.target is required');
  });
});
