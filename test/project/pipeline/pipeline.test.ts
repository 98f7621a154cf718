import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/registry/entry.ts';
import { Config } from '../../../src/infrastructure/config.ts';
import * as paths from '../../../src/project/pipeline/entry-path.ts';
import { parseOverrideKey } from '../../../src/project/pipeline/override.ts';
import { runPipeline, STAGES } from '../../../src/project/pipeline/pipeline.ts';
import { entry } from '../helpers.ts';

function run(entries: readonly Entry[], values: Record<string, unknown> = {}, strictRequirements = false) {
  return runPipeline(entries, { config: new Config(new Map(Object.entries(values))), strictRequirements });
}

const placed = (value: unknown) => ({ value, place: () => ({}) });
const setInEntry = (item: Entry, path: string, value: unknown) => paths.setInEntry(item, path, placed(value));
const appendInEntry = (item: Entry, path: string, value: unknown) => paths.appendInEntry(item, path, placed(value));
const messages = (result: ReturnType<typeof run>) => result.diagnostics.map((item) => item.message);
const find = (result: ReturnType<typeof run>, id: string) => result.entries.find((item) => item.id === id);

describe('the pipeline', () => {
  it('has the stages override, disable, link, override', () => {
    expect(STAGES.map((stage) => stage.name)).toEqual(['override', 'disable', 'link', 'override']);
  });

  it('leaves entries alone without configuration', () => {
    const entries = [entry('app:a', 'k', { x: 1 })];
    expect(run(entries)).toEqual({ entries, diagnostics: [] });
  });
});

describe('entry paths', () => {
  const base = entry('app:a', 'k', { list: ['1'], text: 'x', deep: { a: 1 } }, { m: { n: 1 } });

  it('set fields of data and metadata without changing the entry', () => {
    expect(setInEntry(base, 'deep.b', 2).data).toEqual({ list: ['1'], text: 'x', deep: { a: 1, b: 2 } });
    expect(setInEntry(base, '.data.new.path', 3).data).toMatchObject({ new: { path: 3 } });
    expect(setInEntry(base, 'text.below', 1).data).toMatchObject({ text: { below: 1 } });
    expect(setInEntry(base, 'meta.m.n', 2).meta).toEqual({ m: { n: 2 } });
    expect(base.data).toEqual({ list: ['1'], text: 'x', deep: { a: 1 } });
    expect(base.meta).toEqual({ m: { n: 1 } });
  });

  it('append to lists, each text once', () => {
    expect(appendInEntry(base, 'list', '2').data).toMatchObject({ list: ['1', '2'] });
    expect(appendInEntry(base, 'list', '1')).toBe(base);
    expect(appendInEntry(base, 'meta.tags', 'a').meta).toMatchObject({ tags: ['a'] });
    expect(() => appendInEntry(base, 'text', 'a')).toThrow('cannot append to non-array at path: text');
  });

  it('refuse to replace the whole data', () => {
    expect(() => setInEntry(base, 'data', {})).toThrow('cannot replace entire data field');
    expect(() => setInEntry(base, '', {})).toThrow('empty path');
    expect(() => setInEntry(entry('app:l', 'k', [1]), 'x', 1)).toThrow('data of app:l is not a map');
  });

  it('do not reach prototypes', () => {
    const changed = setInEntry(base, '__proto__.polluted', true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(changed.data as object)).toContain('__proto__');
  });
});

describe('override', () => {
  const entries = [entry('app:gateway', 'http.service', { addr: ':1' }), entry('app.v2:x.y', 'k')];

  it('changes data, metadata and kind', () => {
    const result = run(entries, {
      'override.app:gateway:addr': ':9',
      'override.app:gateway:meta.note': 'n',
      'override.app:gateway:kind': ' http.other ',
      'override.app.v2:x.y:data.kind': 'inner',
    });
    expect(result.diagnostics).toEqual([]);
    expect(find(result, 'app:gateway')).toMatchObject({
      kind: 'http.other',
      data: { addr: ':9' },
      meta: { note: 'n' },
    });
    expect(find(result, 'app.v2:x.y')).toMatchObject({ kind: 'k', data: { kind: 'inner' } });
  });

  it('reports unknown entries with a suggestion, bad keys and bad kinds, all of them', () => {
    const result = run(entries, {
      'override.app:gatewey:addr': 1,
      'override.nocolon': 1,
      'override.app:gateway:kind': 5,
      'override.app:gateway:data': 5,
    });
    expect(messages(result).sort()).toEqual([
      "stage 'override': failed to set app:gateway at data: cannot replace entire data field",
      "stage 'override': failed to set app:gateway at kind: kind override must be a string, got 5",
      "stage 'override': invalid key nocolon: missing first ':' separator (expected namespace:entry:path)",
      "stage 'override': no entry found for app:gatewey",
    ]);
    expect(result.diagnostics.find((item) => item.message.includes('gatewey'))?.hint).toBe(
      'Did you mean "app:gateway"?',
    );
  });

  it('only warns of an override whose entry is disabled', () => {
    const result = run(entries, { 'override.app:gateway:addr': 1, 'disable.entries': ['app:gateway'] });
    expect(result.diagnostics.map((item) => [item.code, item.severity])).toEqual([['P0505', 'warning']]);
  });

  it.each([
    ['a', "missing first ':' separator (expected namespace:entry:path)"],
    [':b:c', 'empty namespace'],
    ['a:', 'missing entry name and path'],
    ['a::c', 'empty entry name'],
    ['a:b', 'empty path'],
    ['a:b:', 'empty path'],
  ])('refuses the key %j', (key, problem) => {
    expect(parseOverrideKey(key)).toBe(problem);
  });

  it('keeps colons in paths', () => {
    expect(parseOverrideKey('a:b:c:d')).toEqual({ id: 'a:b', path: 'c:d' });
  });
});

describe('disable', () => {
  const entries = [
    entry('app:a', 'k', {}, { type: 'test' }),
    entry('app.test:b', 'k'),
    entry('app.test.deep:c', 'k'),
    entry('lib:a', 'k', {}, { type: ['test'] }),
  ];
  const kept = (values: Record<string, unknown>) => run(entries, values).entries.map((item) => item.id);

  it('removes namespaces, ids and metadata', () => {
    expect(kept({ 'disable.namespaces': ['app.**'] })).toEqual(['lib:a']);
    expect(kept({ 'disable.namespaces': ['app.*'] })).toEqual(['app:a', 'app.test.deep:c', 'lib:a']);
    expect(kept({ 'disable.entries': ['(app|lib):a', ''] })).toEqual(['app.test:b', 'app.test.deep:c']);
    expect(kept({ 'disable.meta.type': ['test'] })).toEqual(['app.test:b', 'app.test.deep:c', 'lib:a']);
  });

  it('takes patterns of flags as well', () => {
    const config = new Config(new Map([['disable.namespaces', ['lib']]]));
    const exclude = { namespaces: ['app.test'], entries: ['app:a', 'bad'] };
    const result = runPipeline(entries, { config, exclude });
    expect(result.entries.map((item) => item.id)).toEqual(['app.test.deep:c']);
    expect(messages(result)[0]).toContain("invalid entry pattern 'bad'");
  });

  it.each([
    ['x', "missing ':' separator (expected namespace:name)"],
    [':x', 'empty namespace'],
    ['x:', 'empty name'],
  ])('reports the pattern %j', (pattern, problem) => {
    expect(messages(run(entries, { 'disable.entries': [pattern] }))).toEqual([
      `stage 'disable': invalid entry pattern '${pattern}': ${problem}`,
    ]);
  });
});

describe('link', () => {
  const target = entry('org.mod:server', 'http.service', { addr: '', list: ['a'] });
  const requirement = (data: unknown, meta = {}) => entry('org.mod:port', 'ns.requirement', data, meta);
  const dependency = (id: string, parameters: unknown, module?: string, component = 'org/mod') =>
    entry(id, 'ns.dependency', { component, version: '*', parameters }, module === undefined ? {} : { module });
  const targets = [{ entry: 'server', path: 'addr' }];

  it('passes the parameter of a dependency to the targets', () => {
    for (const name of ['port', 'org.mod:port']) {
      const result = run([target, requirement({ targets }), dependency('app:d', [{ name, value: ':80' }])]);
      expect(result.diagnostics).toEqual([]);
      expect(find(result, 'org.mod:server')?.data).toMatchObject({ addr: ':80' });
    }
  });

  it('finds requirements of a module that uses another namespace by meta.module', () => {
    const other = entry(
      'other:port',
      'ns.requirement',
      { targets: [{ entry: 'org.mod:server', path: 'addr' }] },
      { module: 'org/mod' },
    );
    const result = run([target, other, dependency('app:d', [{ name: 'port', value: ':81' }])]);
    expect(find(result, 'org.mod:server')?.data).toMatchObject({ addr: ':81' });
  });

  it('uses the default, also an empty one, and appends with +=', () => {
    const result = run([target, requirement({ default: '', targets: [{ entry: 'server', path: 'list +=' }] })]);
    expect(result.diagnostics).toEqual([]);
    expect(find(result, 'org.mod:server')?.data).toMatchObject({ list: ['a', ''] });
  });

  it('lets an override win over the linked value', () => {
    const result = run([target, requirement({ default: 'linked', targets })], {
      'override.org.mod:server:addr': 'mine',
    });
    expect(find(result, 'org.mod:server')?.data).toMatchObject({ addr: 'mine' });
  });

  it.each([
    [{ targets }, 'no value available: no dependency parameter found and no default value specified'],
    [{ default: 'x' }, 'no targets defined in requirement definition'],
    [{ default: 'x', targets: [{ entry: 'sever', path: 'addr' }] }, 'target "sever": no matching entries found'],
    [{ default: 'x', targets: [{ entry: 'server', path: 'addr +=' }] }, 'cannot append to non-array at path: addr'],
  ])('warns of an unresolved requirement: %j', (data, problem) => {
    const result = run([target, requirement(data)]);
    expect(result.diagnostics.map((item) => item.severity)).toEqual(['warning']);
    expect(messages(result)[0]).toContain("stage 'link': unresolved requirement org.mod:port: ");
    expect(messages(result)[0]).toContain(problem);
    expect(run([target, requirement(data)], {}, true).diagnostics[0].severity).toBe('error');
  });

  it('reports dependencies that pass different values', () => {
    const result = run([
      target,
      requirement({ targets }),
      dependency('x:a', [{ name: 'port', value: '1' }], 'o/x'),
      dependency('y:b', [{ name: 'port', value: '2' }], 'o/y'),
    ]);
    expect(messages(result)[0]).toContain('port=1 (from x:a), port=2 (from y:b)');
  });

  it('fails for entries that cannot be decoded', () => {
    const result = run([
      requirement({ default: [80], targets }),
      entry('app:d', 'ns.dependency', { component: 'nope' }),
    ]);
    expect(result.diagnostics.map((item) => item.severity)).toEqual(['error', 'error']);
    expect(messages(result)).toEqual([
      'stage \'link\': failed to decode org.mod:port: "default" must be a text, a number or a boolean, got list [80]',
      'stage \'link\': failed to decode app:d: invalid component "nope": invalid format (expected org/module, got "nope")',
    ]);
  });

  it('lets the application win over what modules pass', () => {
    const result = run([
      target,
      requirement({ targets }),
      dependency('x:a', [{ name: 'port', value: 'theirs' }], 'o/x'),
      dependency('app:b', [{ name: 'port', value: 'ours' }]),
    ]);
    expect(result.diagnostics).toEqual([]);
    expect(find(result, 'org.mod:server')?.data).toMatchObject({ addr: 'ours' });
  });

  it('passes numbers and booleans as they are', () => {
    const result = run([target, requirement({ default: 20, targets }), dependency('app:d', [])]);
    expect(find(result, 'org.mod:server')?.data).toMatchObject({ addr: 20 });
  });

  it('names the chain of dependencies that led to an unresolved requirement', () => {
    const chain = [
      target,
      requirement({ targets }, { module: 'org/mod' }),
      dependency('app:users', [], undefined, 'acme/users'),
      dependency('acme.users:mail', [], 'acme/users', 'acme/mail'),
      dependency('acme.mail:mod', [], 'acme/mail'),
      dependency('acme.loop:loop', [], 'acme/loop'),
      dependency('acme.loop:self', [], 'acme/loop', 'acme/loop'),
    ];
    const [problem] = run(chain).diagnostics;
    expect(problem.message).toContain(
      '(needed by app:users → acme/users → acme.users:mail → acme/mail → acme.mail:mod → org/mod)',
    );
    expect(problem.related?.map((item) => item.message)).toEqual([
      'app:users brings in acme/users',
      'acme.users:mail brings in acme/mail',
      'acme.mail:mod brings in org/mod',
    ]);
  });

  it('refuses two dependencies of the application on one module', () => {
    const { diagnostics } = run([dependency('app:a', []), dependency('app:b', []), dependency('x:c', [], 'o/x')]);
    expect(diagnostics.map(({ code, entry: id }) => [code, id])).toEqual([['P0506', 'app:b']]);
    expect(diagnostics[0].related).toHaveLength(1);
  });

  it('warns of dependencies on modules that were not loaded', () => {
    const entries = [dependency('app:a', []), dependency('app:b', [], undefined, 'org/there')];
    const { diagnostics } = runPipeline(entries, {
      config: new Config(new Map()),
      modules: new Map([['org/there', 'v1']]),
    });
    expect(diagnostics.map(({ code, severity, entry: id }) => [code, severity, id])).toEqual([
      ['P0507', 'warning', 'app:a'],
    ]);
  });

  it('does not depend on the order of the entries', () => {
    const entries = [
      target,
      requirement({ default: 'a', targets: [{ entry: 'server', path: 'list +=' }] }),
      entry('org.mod:other', 'ns.requirement', { default: 'b', targets: [{ entry: 'server', path: 'list+=' }] }),
      entry('org.mod:third', 'ns.requirement', { targets }),
      dependency('x:a', [{ name: 'third', value: '1' }], 'o/x'),
      dependency('y:b', [{ name: 'third', value: '2' }], 'o/y'),
    ];
    const permutation = fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length });
    const expected = run(entries);
    const server = find(expected, 'org.mod:server')?.data;
    expect(server).toMatchObject({ list: ['a', 'b'] });
    fc.assert(
      fc.property(permutation, (shuffled) => {
        const result = run(shuffled);
        expect(find(result, 'org.mod:server')?.data).toEqual(server);
        expect(messages(result)).toEqual(messages(expected));
      }),
      { numRuns: 50 },
    );
  });
});
