import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createProjectReview } from '../../../src/boot/check-project.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { pick, seededRandom } from '../../infrastructure/random.ts';

const BOTH = 'modules: [json]\n    imports: {lib: app:lib}';

/** Versions of the files; each pair is a project that is right or wrong in some way. */
const FILES: Readonly<Record<string, readonly (string | null)[]>> = {
  'src/_index.yaml': [
    definitions('app', 'addr: "127.0.0.1:0"'),
    definitions('app', 'addr: "127.0.0.1:0"\n    unknown: 1'),
    definitions('app', 'address: 1'),
    'version: "1.0"\nnamespace: app\nentries: [',
  ],
  'src/api/_index.yaml': [
    api(BOTH, 'path: /a'),
    api(BOTH, 'path: /b'),
    api(BOTH, 'path: /other'),
    api('modules: [jsn]\n    imports: {lib: app:lib}', 'path: /a'),
    api('modules: [json]', 'path: /a'),
    api('modules: [json]\n    imports: {lib: app:nothing}', 'path: /a'),
    `\n\n# moved\n${api(BOTH, 'path: /a').slice(1)}`,
    api(BOTH, 'path: /a').replace('kind: library.lua', 'kind: function.lua\n    method: main'),
    null,
  ],
  'src/lib.lua': [
    'local M = {}\nfunction M.f() return 1 end\nreturn M\n',
    'local M = {}\nfunction M.f() return helper() end\nreturn M\n',
    'function helper() return 2 end\nreturn {}\n',
    'local M = {\n',
    null,
  ],
  'src/api/handler.lua': [
    handler('json.encode(lib.f())'),
    handler('json.encode(lib.f(), helper())'),
    `function helper() return 3 end\n${handler('json.encode(lib.f())')}`,
    handler('json.encode(1)'),
    'return { other = function() end }\n',
    'x = 1 +\n',
  ],
};

function definitions(namespace: string, server: string): string {
  return `version: "1.0"
namespace: ${namespace}
entries:
  - name: gateway
    kind: http.service
    ${server}
  - name: router
    kind: http.router
    meta: {server: app:gateway}
    prefix: /
  - name: lib
    kind: library.lua
    source: file://lib.lua
`;
}

function handler(result: string): string {
  return `local json = require("json")\nlocal lib = require("lib")\nlocal function main() return ${result} end\nreturn { main = main }\n`;
}

function api(code: string, path: string): string {
  return `
version: "1.0"
namespace: app.api
entries:
  - name: handler
    kind: function.lua
    source: file://handler.lua
    method: main
    ${code}
  - name: shared
    kind: library.lua
    source: "return { x = helper }"
  - name: get
    kind: http.endpoint
    meta: {router: app:router}
    method: GET
    ${path}
    func: handler
  - name: other
    kind: http.endpoint
    meta: {router: app:router}
    method: GET
    path: /other
    func: handler
`;
}

type Edit = readonly [file: string, version: number];

/** Edits of one entry that change what is said about others. */
const SCRIPT: readonly (readonly Edit[])[] = [
  [['src/api/handler.lua', 1]],
  [['src/lib.lua', 2]],
  [['src/lib.lua', 0]],
  [['src/lib.lua', 1]],
  [['src/api/handler.lua', 2]],
  [['src/api/_index.yaml', 4]],
  [['src/api/_index.yaml', 0]],
  [['src/api/_index.yaml', 2]],
  [['src/api/_index.yaml', 6]],
];

function randomEdits(random: () => number): Edit[] {
  return Array.from({ length: random() < 0.8 ? 1 : 2 }, () => {
    const file = pick(Object.keys(FILES), random);
    // More often right than wrong, so that most steps begin with a project without findings.
    return [file, random() < 0.5 ? 0 : Math.floor(random() * (FILES[file]?.length ?? 0))] as const;
  });
}

it('a project that is read again after each of many edits is what a fresh read of the same files gives', async () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'wippy-edited-')));
  const read = () => new ProjectReader({ directory, load: {}, check: createProjectReview() });
  try {
    mkdirSync(join(directory, 'src/api'), { recursive: true });
    writeFileSync(join(directory, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
    const write = (file: string, text: string | null): void =>
      text === null ? rmSync(join(directory, file), { force: true }) : writeFileSync(join(directory, file), text);
    for (const [file, [text = null]] of Object.entries(FILES)) write(file, text);
    const reader = read();
    await reader.read();
    const random = seededRandom(7);
    const steps = [...SCRIPT, ...Array.from({ length: 120 }, () => randomEdits(random))];
    for (const [step, edits] of steps.entries()) {
      for (const [file, version] of edits) write(file, FILES[file]?.[version] ?? null);
      const changed = edits.map(([file]) => join(directory, file));
      const again = await reader.read(changed);
      const fresh = await read().read();
      expect(again.diagnostics, `step ${step}`).toEqual(fresh.diagnostics);
      expect(again.broken).toBe(fresh.broken);
      expect(again.project.entries, `step ${step}`).toEqual(fresh.project.entries);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
