import { afterEach, describe, expect, it } from 'vitest';
import type { Actor, Policy, Scope } from '../../../src/core/context/identity.ts';
import { Finder } from '../../../src/core/finder/index.ts';
import { internalKinds, KindRegistry } from '../../../src/core/kinds/index.ts';
import { createEntry, Registry } from '../../../src/core/registry/index.ts';
import { parse } from '../../../src/lua/syntax/index.ts';
import { registryModule } from '../../../src/modules/registry/index.ts';
import { registerRegistryCommands } from '../../../src/services/registry/commands.ts';
import { accessKey, eventBusKey } from '../../../src/system/context-keys.ts';
import { LuaHarness, type RunOptions } from '../../support/lua-harness.ts';

let harness: LuaHarness;
let registry: Registry;

function start(): void {
  harness = new LuaHarness({
    modules: [registryModule],
    register(dispatcher, context) {
      const router = new KindRegistry({}).register(...internalKinds());
      registry = new Registry({ bus: context.require(eventBusKey), router });
      const finder = new Finder(() => registry.state);
      registerRegistryCommands(dispatcher, { registry, finder, access: context.require(accessKey) });
    },
  });
}

async function load(): Promise<void> {
  await registry.loadState([
    createEntry({ id: 'app:one', kind: 'registry.entry', meta: { type: 'test', tags: ['a', 'b'] }, data: { size: 1 } }),
    createEntry({ id: 'app:two', kind: 'registry.entry', meta: { type: 'other' }, data: { size: 2 } }),
    createEntry({ id: 'lib:three', kind: 'registry.entry', meta: { type: 'test' } }),
  ]);
}

async function run(body: string, options: RunOptions = {}): Promise<unknown> {
  const { value, error } = await harness.run(`return function(...)\n${body}\nend`, options);
  if (error !== null) throw error;
  return value;
}

async function started(): Promise<void> {
  start();
  await load();
}

afterEach(() => harness.close());

/** An identity that may do what the list says, by action or `action resource`. */
function allowing(...allowed: string[]): { actor: Actor; scope: Scope } {
  const scope: Scope = {
    with: () => scope,
    without: () => scope,
    contains: () => false,
    policies: (): readonly Policy[] => [],
    evaluate: (_actor, action, resource) =>
      allowed.includes(action) || allowed.includes(`${action} ${resource}`) ? 'allow' : 'deny',
  };
  return { actor: { id: 'somebody', meta: {} }, scope };
}

describe('registry.get', () => {
  it('gives an entry with its parts', async () => {
    await started();
    expect(await run('return registry.get("app:one")')).toEqual({
      id: 'app:one',
      kind: 'registry.entry',
      meta: { type: 'test', tags: ['a', 'b'] },
      data: { size: 1 },
    });
  });

  it('says which entry does not exist', async () => {
    await started();
    const body = 'local e, err = registry.get("app:none"); return {tostring(e), err:kind(), err:message()}';
    expect(await run(body)).toEqual(['nil', 'NotFound', 'entry not found: app:none']);
  });

  it('refuses entries that the actor may not see', async () => {
    await started();
    const body = 'local e, err = registry.get("app:one"); return {err:kind(), err:message()}';
    expect(await run(body, allowing('registry.get app:two'))).toEqual([
      'PermissionDenied',
      'not allowed to access entry: app:one',
    ]);
  });
});

describe('registry.find', () => {
  it('finds by root fields and by meta', async () => {
    await started();
    const body = `
      local ids = {}
      for _, e in ipairs(registry.find({["meta.type"] = "test", [".ns"] = "app"})) do ids[#ids + 1] = e.id end
      return ids`;
    expect(await run(body)).toEqual(['app:one']);
  });

  it('leaves out what the actor may not see', async () => {
    await started();
    expect(await run('return #registry.find({})', allowing('registry.get lib:three'))).toBe(1);
  });

  it('ignores a nested meta table, as the Go runtime does', async () => {
    await started();
    expect(await run('return #registry.find({meta = {type = "test"}})')).toBe(3);
  });
});

describe('snapshots', () => {
  it('stay as they were when the registry changes', async () => {
    await started();
    const body = `
      local snapshot = registry.snapshot()
      local changes = snapshot:changes()
      changes:delete("app:one"):delete({ns = "app", name = "two"})
      local version, err = changes:apply()
      if err then return nil, err end
      return {
        before = #snapshot:entries(), kept = snapshot:get("app:one").id, after = #registry.snapshot():entries(),
        namespace = #snapshot:namespace("app"), found = #snapshot:find({[".name"] = "t*"}), version = version:id(),
        old = snapshot:version():id(), text = tostring(snapshot), ops = tostring(changes),
      }`;
    expect(await run(body)).toEqual({
      before: 3,
      kept: 'app:one',
      after: 1,
      namespace: 2,
      found: 2,
      version: 1,
      old: 0,
      text: 'registry.Snapshot{version=v0}',
      ops: 'registry.Changes{ops=2}',
    });
  });

  it('can be taken of an earlier version', async () => {
    await started();
    const body = `
      for i = 1, 2 do
        local changes = registry.snapshot():changes()
        changes:create({id = "app:new" .. i, kind = "registry.entry", data = {i}})
        local _, err = changes:apply()
        if err then return nil, err end
      end
      local first = registry.snapshot_at(1)
      local history = registry.history()
      local same = history:snapshot_at(history:get_version(1))
      return {first:get("app:new1").data[1], tostring(first:get("app:new2")), #same:entries()}`;
    expect(await run(body)).toEqual([1, 'nil', 4]);
  });

  it.each([
    ['0', 'Invalid', 'invalid version ID'],
    ['77', 'NotFound', 'version not found'],
  ])('refuse version %s', async (version, kind, message) => {
    await started();
    const body = `local s, err = registry.snapshot_at(${version}); return {err:kind(), err:message()}`;
    expect(await run(body)).toEqual([kind, message]);
  });
});

describe('changes', () => {
  it('list their operations', async () => {
    await started();
    const body = `
      local changes = registry.snapshot():changes()
      changes:create({id = {ns = "app", name = "x"}, kind = "registry.entry", meta = {a = 1}, data = {b = "c"}})
      changes:update({id = "app:one", kind = "registry.entry"})
      changes:delete("app:two")
      local kinds = {}
      for i, op in ipairs(changes:ops()) do kinds[i] = op.kind .. " " .. op.entry.id end
      return kinds`;
    expect(await run(body)).toEqual(['entry.create app:x', 'entry.update app:one', 'entry.delete app:two']);
  });

  it.each([
    ['changes:create({kind = "x"})', 'entry must have valid id field'],
    ['changes:create({id = true, kind = "x"})', 'entry must have valid id field'],
    ['changes:update({id = "a:b"})', 'entry must have kind field'],
    ['changes:delete(5)', 'invalid ID format'],
    ['changes:apply()', 'no changes to apply'],
  ])('refuse %s', async (call, message) => {
    await started();
    const body = `local changes = registry.snapshot():changes(); local _, err = ${call}; return {err:kind(), err:message()}`;
    expect(await run(body)).toEqual(['Invalid', message]);
  });

  it('fail as a whole where one operation is wrong', async () => {
    await started();
    const body = `
      local changes = registry.snapshot():changes()
      changes:delete("app:one")
      changes:delete("app:none")
      local version, err = changes:apply()
      return {tostring(version), err:message(), registry.get("app:one").id}`;
    const [version, message, kept] = (await run(body)) as string[];
    expect(version).toBe('nil');
    expect(message).toContain('cannot delete non-existent entry: {ns: app, name: none}');
    expect(kept).toBe('app:one');
  });

  it('need the permission to apply', async () => {
    await started();
    const body = `
      local changes = registry.snapshot():changes()
      changes:delete("app:one")
      local _, err = changes:apply()
      return {err:kind(), err:message()}`;
    const expected = ['PermissionDenied', 'not allowed to apply registry changes'];
    expect(await run(body, allowing('registry.get'))).toEqual(expected);
  });
});

describe('versions', () => {
  const TWO = `
    local changes = registry.snapshot():changes()
    changes:delete("app:one")
    local first = changes:apply()
    changes = registry.snapshot():changes()
    changes:delete("app:two")
    local second = changes:apply()
  `;

  it('know their neighbours', async () => {
    await started();
    const body = `${TWO}
      return {
        second:previous():id(), first:next():id(), tostring(second:next()), tostring(first:previous():previous()),
        first:string(), tostring(second), #registry.versions(), registry.current_version():id(),
      }`;
    expect(await run(body)).toEqual([1, 2, 'nil', 'nil', 'v1', 'registry.Version{v2}', 3, 2]);
  });

  it('can be gone back to', async () => {
    await started();
    const body = `${TWO}
      local ok, err = registry.apply_version(first)
      return {ok, tostring(err), registry.current_version():id(), registry.get("app:two").id}`;
    expect(await run(body)).toEqual([true, 'nil', 1, 'app:two']);
  });

  it('need the permission to be gone back to', async () => {
    await started();
    const body =
      'local _, err = registry.apply_version(registry.current_version()); return {err:kind(), err:message()}';
    const expected = ['PermissionDenied', 'registry version change is not allowed'];
    expect(await run(body, allowing('registry.get'))).toEqual(expected);
  });

  it.each([
    ['history:get_version(-1)', 'invalid version ID'],
    ['history:get_version(9)', 'version not found'],
    ['history:snapshot_at("1")', 'expected version object'],
    ['registry.apply_version(1)', 'expected version object'],
  ])('are checked by %s', async (call, message) => {
    await started();
    expect(await run(`local history = registry.history(); local _, err = ${call}; return err:message()`)).toBe(message);
  });
});

describe('the registry module', () => {
  it('parses ids', async () => {
    await started();
    expect(await run('local a, b = registry.parse_id("a.b:c:d"), registry.parse_id("x"); return {a, b}')).toEqual([
      { ns: 'a.b', name: 'c:d' },
      { ns: '', name: 'x' },
    ]);
  });

  it('builds the operations from one state to another', async () => {
    await started();
    const body = `
      local from = {{id = "t:a", kind = "k", meta = {}, data = {1}}, {id = "t:b", kind = "k", data = {x = 1}}}
      local to = {{id = "t:b", kind = "k", data = {x = 2}}, {id = "t:c", kind = "k"}, {kind = "no id"}}
      local lines = {}
      for i, op in ipairs(registry.build_delta(from, to)) do lines[i] = op.kind .. " " .. op.entry.id end
      table.sort(lines)
      return lines`;
    expect(await run(body)).toEqual(['entry.create t:c', 'entry.delete t:a', 'entry.update t:b']);
  });

  it('declares types that parse', () => {
    start();
    expect(() => parse(registryModule.types, { chunkName: 'registry' })).not.toThrow();
  });
});
