import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectSource, reviewProject } from '../../../../src/boot/check-project.ts';
import type { LoadProjectOptions } from '../../../../src/project/load-project.ts';
import { validateCached } from '../../../../src/project/validate/cache/cached-validation.ts';
import { validateProject } from '../../../../src/project/validate/validate-project.ts';
import { LOCK, withFiles } from '../../helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: f, kind: function.lua, method: main, source: file://f.lua}
  - {name: gateway, kind: http.service, addr: ":8080"}
`;
const files = {
  'wippy.lock': LOCK,
  'src/_index.yaml': INDEX,
  'src/f.lua': 'return { main = function() return undefned end }\n',
  '.wippy.yaml': 'version: "1.0"\noverride:\n  "app:gateway:addr": "${env:ADDRESS|:9090}"\n',
};

/** Checks a directory and tells whether the check had to be made, and for how many sources. */
async function check(directory: string, options: LoadProjectOptions = {}, program = 'one') {
  let made = false;
  let inspected = 0;
  const load = async () => {
    made = true;
    const inspect: typeof inspectSource = (source) => {
      inspected += 1;
      return inspectSource(source);
    };
    return { check: reviewProject, inspect };
  };
  const all = { environment: {}, ...options };
  const validation = await validateCached(directory, all, load, { program });
  const { diagnostics, files: fileCount, entries, namespaces } = validation;
  const fresh = await validateProject(directory, all, reviewProject);
  expect({ diagnostics, files: fileCount, entries, namespaces }).toEqual({
    diagnostics: JSON.parse(JSON.stringify(fresh.diagnostics)),
    files: fresh.files,
    entries: fresh.entries,
    namespaces: fresh.namespaces,
  });
  return { made, inspected, codes: diagnostics.map((item) => item.code) };
}

describe('a former result', () => {
  it('is used as long as nothing has changed', async () => {
    await withFiles(files, async (directory) => {
      expect(await check(directory)).toEqual({ made: true, inspected: 1, codes: ['P0805'] });
      expect(await check(directory)).toEqual({ made: false, inspected: 0, codes: ['P0805'] });
      expect(await readFile(join(directory, '.wippy/cache/.gitignore'), 'utf8')).toBe('*\n');
    });
  });

  it.each<[string, (directory: string) => Promise<void>, string[]]>([
    [
      'a definition file',
      (at) => writeFile(join(at, 'src/_index.yaml'), `${INDEX}  - {name: x, kind: y}\n`),
      ['P0601', 'P0805'],
    ],
    ['a Lua file', (at) => writeFile(join(at, 'src/f.lua'), 'return { main = function() end }\n'), []],
    ['a new file', (at) => writeFile(join(at, 'src/b.yaml'), 'namespace: b\nentries: [{}]\n'), ['P0103', 'P0805']],
    ['a Lua file that is gone', (at) => rm(join(at, 'src/f.lua')), ['P0201']],
    ['the configuration', (at) => writeFile(join(at, '.wippy.yaml'), 'version: "2.0"\n'), ['P0403', 'P0805']],
    ['a configuration that is gone', (at) => rm(join(at, '.wippy.yaml')), ['P0805']],
    ['the lock file', (at) => writeFile(join(at, 'wippy.lock'), `${LOCK}x: 1\n`), ['P0805', 'P0303']],
  ])('is not used after a change of %s', async (_, change, codes) => {
    await withFiles(files, async (directory) => {
      await check(directory);
      await change(directory);
      expect(await check(directory)).toMatchObject({ made: true, codes });
    });
  });

  it('belongs to the flags, the environment and the version of the program', async () => {
    await withFiles(files, async (directory) => {
      await check(directory);
      const bad = { overrides: ['app:gateway:addr=nonsense'] };
      expect(await check(directory, bad)).toMatchObject({ made: true, codes: ['P0602', 'P0805'] });
      expect(await check(directory, { environment: { ADDRESS: 'x' } })).toMatchObject({ made: true });
      expect(await check(directory, {}, 'two')).toMatchObject({ made: true, inspected: 1 });
    });
  });

  it('leaves the facts of sources that did not change', async () => {
    await withFiles(files, async (directory) => {
      await check(directory);
      await writeFile(join(directory, 'src/_index.yaml'), INDEX.replace('8080', '8081'));
      expect(await check(directory)).toMatchObject({ made: true, inspected: 0 });
    });
  });

  it('that is damaged is not there', async () => {
    await withFiles(files, async (directory) => {
      await check(directory);
      const folder = join(directory, '.wippy/cache');
      for (const name of await readdir(folder)) {
        const text = await readFile(join(folder, name), 'utf8');
        await writeFile(join(folder, name), text.replace('P0805', 'P0804').slice(0, text.length - 3));
      }
      expect(await check(directory)).toEqual({ made: true, inspected: 1, codes: ['P0805'] });
    });
  });
});
