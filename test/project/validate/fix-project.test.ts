import {
  chmod,
  cp,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProjectReview } from '../../../src/boot/check-project.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import type { LoadProjectOptions } from '../../../src/project/load-project.ts';
import { fixProject } from '../../../src/project/validate/fix-project.ts';
import { cases, withCase } from '../../support/cases.ts';
import { LOCK, withFiles } from '../helpers.ts';

const review = createProjectReview();

function fix(directory: string, load: LoadProjectOptions = { environment: {} }, write = true) {
  const reader = new ProjectReader({ directory, load, check: review });
  return fixProject({
    check: (changed) => reader.validate(changed),
    wanted: (validation) => validation.diagnostics,
    write,
  });
}

async function textsIn(directory: string): Promise<Record<string, string>> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = found.filter((item) => item.isFile()).map((item) => join(item.parentPath, item.name));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')])));
}

/** Fixes; checks that nothing is left to fix, and that a second time changes nothing. Gives the result of the first. */
async function fixTwice(directory: string, load?: LoadProjectOptions) {
  const first = await fix(directory, load);
  const after = await textsIn(directory);
  const second = await fix(directory, load);
  expect(second.fixed).toEqual([]);
  expect(await textsIn(directory)).toEqual(after);
  expect(second.validation.diagnostics).toEqual(first.validation.diagnostics);
  return first;
}

const HEAD = 'version: "1.0"\nnamespace: app\nentries:\n';

describe('the corrections of findings', () => {
  it.each(cases.filter(({ generated }) => generated === undefined))('of $name are made at once', (item) =>
    withCase(item, async (source) => {
      const directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-fix-')));
      try {
        await cp(source, directory, { recursive: true });
        const before = await fix(directory, item.options, false);
        const { fixed, validation } = await fixTwice(directory, item.options);
        expect(fixed.length > 0).toBe(before.fixed.length > 0);
        if (fixed.length > 0) expect(validation.diagnostics.length).toBeLessThan(before.validation.diagnostics.length);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    }),
  );

  it('keep comments, order and quotes', () =>
    withFiles(
      {
        'wippy.lock': LOCK,
        'src/_index.yaml': `# The application.
version: 1.0 # the form
namespace: app

entries:
  - name: gateway # in front
    kind: http.servce
    addr: ':8080'
    timeout: {read: 5s} # both
  - {name: api, kind: http.router, meta: {server: gatway}, middleware: [cros]}
  # Says hello.
  - name: hello
    kind: function.lua
    modules:
      - json # for nothing
      - time
    source: file://hello.lua
    method: main
`,
        'src/hello.lua':
          'local time = require("time")\nlocal uuid = require("uuid")\nreturn { main = function() return { time.now(), uuid.v4() } end }\n',
      },
      async (directory) => {
        const { fixed } = await fixTwice(directory);
        expect(fixed.map(({ fix: { title } }) => title).sort()).toEqual([
          'added "uuid" to "modules"',
          'put "version" in quotes',
          'removed module "json"',
          'renamed "timeout" to "timeouts"',
          'wrote "cors"',
          'wrote "gateway"',
          'wrote "http.service"',
        ]);
        expect(await readFile(join(directory, 'src/_index.yaml'), 'utf8')).toBe(`# The application.
version: "1.0" # the form
namespace: app

entries:
  - name: gateway # in front
    kind: http.service
    addr: ':8080'
    timeouts: {read: 5s} # both
  - {name: api, kind: http.router, meta: {server: gateway}, middleware: [cors]}
  # Says hello.
  - name: hello
    kind: function.lua
    modules:
      - time
      - uuid
    source: file://hello.lua
    method: main
`);
      },
    ));

  it('are not made where two are possible', () =>
    withFiles(
      {
        'wippy.lock': LOCK,
        'src/_index.yaml': `${HEAD}  - {name: host1, kind: process.host}
  - {name: host2, kind: process.host}
  - {name: main, kind: process.lua, source: "return { main = function() end }", method: main}
  - {name: service, kind: process.service, process: main, host: host3}\n`,
      },
      async (directory) => {
        const { fixed, validation } = await fixTwice(directory);
        expect(fixed).toEqual([]);
        expect(validation.diagnostics.map(({ code }) => code)).toEqual(['P0701']);
      },
    ));

  it('are not made in a file that has changed since it was checked', () =>
    withFiles(
      { 'wippy.lock': LOCK, 'src/_index.yaml': `${HEAD}  - {name: host, kind: process.hos}\n` },
      async (directory) => {
        const file = join(directory, 'src/_index.yaml');
        const reader = new ProjectReader({ directory, load: { environment: {} }, check: review });
        const edited = `# edited\n${HEAD}  - {name: host, kind: process.hos}\n`;
        const { fixed, skipped } = await fixProject({
          check: async (changed) => {
            const result = await reader.validate(changed);
            await writeFile(file, edited);
            return result;
          },
          wanted: (validation) => validation.diagnostics,
          write: true,
        });
        expect(fixed).toEqual([]);
        expect([...skipped]).toEqual([[file, 'it has changed since it was checked']]);
        expect(await readFile(file, 'utf8')).toBe(edited);
      },
    ));

  it('keep the permissions of a file, its byte order mark and its line breaks, and leave links alone', () =>
    withFiles(
      {
        'wippy.lock': LOCK,
        'src/_index.yaml': `\ufeff${HEAD}  - {name: host, kind: process.hos}\n`.replaceAll('\n', '\r\n'),
        'src/real.yaml': `${HEAD.replace('app', 'other')}  - {name: host, kind: process.hos}\n`,
      },
      async (directory) => {
        const file = join(directory, 'src/_index.yaml');
        await chmod(file, 0o640);
        await rename(join(directory, 'src/real.yaml'), join(directory, 'elsewhere.txt'));
        await symlink(join(directory, 'elsewhere.txt'), join(directory, 'src/link.yaml'));
        const { skipped } = await fixTwice(directory);
        expect((await stat(file)).mode & 0o777).toBe(0o640);
        const text = `\ufeff${HEAD}  - {name: host, kind: process.host}\n`.replaceAll('\n', '\r\n');
        expect(await readFile(file, 'utf8')).toBe(text);
        expect([...skipped.values()]).toEqual(['it is a link to another file']);
      },
    ));

  it('lead to the same result however the file is written', async () => {
    const modules = fc.uniqueArray(fc.constantFrom('json', 'time', 'uuid', 'crypto', 'jsn', 'tim', 'store'), {
      maxLength: 5,
    });
    const used = fc.uniqueArray(fc.constantFrom('json', 'time', 'uuid', 'crypto'), { maxLength: 4 });
    const style = fc.record({ flow: fc.boolean(), list: fc.boolean(), comment: fc.boolean(), data: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(modules, used, style, async (declared, needed, { flow, list, comment, data }) => {
        const note = comment && !flow ? ' # note' : '';
        const source = needed.map((name) => `local ${name} = require("${name}")\n`).join('');
        const values = needed.join(', ');
        const entry = flow
          ? `  - {name: f, kind: function.lua, source: "file://f.lua", method: main${declared.length === 0 ? '' : `, modules: [${declared.join(', ')}]`}}\n`
          : `  - name: f${note}\n    kind: function.lua\n${data ? '    data:\n' : ''}${[
              'source: file://f.lua',
              'method: main',
              ...(declared.length === 0
                ? []
                : list
                  ? ['modules:', ...declared.map((name) => `  - ${name}${note}`)]
                  : [`modules: [${declared.join(', ')}]${note}`]),
            ]
              .map((line) => `${data ? '      ' : '    '}${line}\n`)
              .join('')}`;
        const files = {
          'wippy.lock': LOCK,
          'src/_index.yaml': `${HEAD}${entry}  # end\n  - {name: last, kind: registry.entry}\n`,
          'src/f.lua': `${source}return { main = function() return { ${values} } end }\n`,
        };
        await withFiles(files, async (directory) => {
          const { validation } = await fixTwice(directory);
          expect(validation.diagnostics.filter((item) => item.fix !== undefined)).toEqual([]);
          const text = await readFile(join(directory, 'src/_index.yaml'), 'utf8');
          expect(text).toContain('  # end\n  - {name: last, kind: registry.entry}\n');
          // What is left is what nobody can know: names of modules without a close one.
          for (const name of needed) expect(text).toContain(name);
          expect(validation.entries).toBe(2);
          expect(validation.diagnostics.filter(({ code }) => ['P0803', 'P0001', 'P0003'].includes(code))).toEqual([]);
        });
      }),
      { numRuns: 60 },
    );
  });
});
