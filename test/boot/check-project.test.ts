import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewProject } from '../../src/boot/check-project.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { LOCK, withFiles } from '../project/helpers.ts';
import { luaEntry, RunningApplication } from '../support/application.ts';

/** Messages about a source of an entry that declares nothing. */
async function problems(source: string): Promise<string[]> {
  const index =
    'namespace: app\nentries:\n  - {name: code, kind: function.lua, source: file://code.lua, method: main}\n';
  const files = { 'wippy.lock': LOCK, 'src/_index.yaml': index, 'src/code.lua': `${source}\nreturn {main = print}` };
  let messages: string[] = [];
  await withFiles(files, async (directory) => {
    const found = reviewProject(await loadProject(directory));
    messages = found.map(({ code, message }) => `${code} ${message}`);
  });
  return messages;
}

describe('reviewProject', () => {
  let app: RunningApplication;
  let globals: string[];

  beforeAll(async () => {
    const names = 'local names = {} for name in pairs(_G) do names[#names + 1] = name end return names';
    app = await RunningApplication.start([
      luaEntry('app:names', 'function.lua', `return {main = function() ${names} end}`),
    ]);
    globals = (await app.call('app:names')) as string[];
  });
  afterAll(() => app.close());

  it('knows every global that a running program has', async () => {
    expect(globals).toEqual(
      expect.arrayContaining(['_G', 'print', 'string', 'typeof', 'Number', 'channel', 'process']),
    );
    const reads = globals.filter((name) => name !== '_G' && name !== 'require');
    expect(await problems(reads.map((name) => `print(${name})`).join('\n'))).toEqual([]);
  });

  it('knows nothing that a running program has not', async () => {
    const standard = ['io', 'debug', 'package', 'load', 'loadstring', 'loadfile', 'dofile', 'collectgarbage'];
    const others = ['setfenv', 'getfenv', 'module', 'unpack', 'bit32', 'newproxy', 'arg', 'global', 'Integers', 'Nil'];
    const missing = [...standard, ...others].filter((name) => !globals.includes(name));
    const found = await problems(missing.map((name) => `print(${name})`).join('\n'));
    expect(found.map((text) => text.split('"')[1])).toEqual(missing);
    expect(found.length).toBeGreaterThan(5);
  });

  it('takes _ENV for the variable that it is', async () => {
    expect(await problems('local environment = _ENV\nprint(environment, _ENV.print, _ENV["x"])')).toEqual([]);
    expect(await problems('local _ENV = {name = 1}\nlocal value = name')).toEqual([]);
    expect(await problems('print(_ENVIRONMENT)')).toEqual(['P0805 undefined global "_ENVIRONMENT"']);
  });
});
