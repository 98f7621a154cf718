import { afterEach, describe, expect, it } from 'vitest';
import type { RejectedEvent } from '../../../src/dev/session/events.ts';
import { generator } from '../../lua/syntax/corpus/mutate.ts';
import { WatchedProject } from '../watch/watched-project.ts';

/** Random edits that are saved and taken back; 500 by hand. */
const EDITS = Number(process.env['WIPPY_BROKEN_EDITS'] ?? 10);
/** Projects that are started with such an edit in them. */
const STARTS = Math.max(2, Math.floor(EDITS / 20));

const FILES: Readonly<Record<string, string>> = {
  'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: lib, kind: library.lua, source: file://lib.lua}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main, imports: {lib: app:lib}}
  - name: memory
    kind: store.memory
    lifecycle:
      auto_start: true
`,
  'src/lib.lua': 'local M = {}\nfunction M.text(name)\n  return "hello " .. name\nend\nreturn M\n',
  'src/hello.lua': 'local lib = require("lib")\nreturn { main = function() return lib.text("you") end }\n',
  '.wippy.yaml': 'version: "1.0"\noverride:\n  "app:memory:meta.title": Memory\nshutdown:\n  timeout: 5s\n',
  'wippy.lock': 'directories:\n  modules: .wippy\n  src: ./src\n',
  '.env': 'NAME=value\nOTHER="two words"\n',
};
const NAMES = Object.keys(FILES);
const JUNK = [
  '[',
  '{',
  '}',
  ':',
  '"',
  "'",
  '\t',
  '- ',
  'end',
  '= =',
  '\n  ',
  '&x',
  '*y',
  ')',
  '\u00e4',
  '!!',
  '|',
  '%',
];

function broken(text: string, random: (limit: number) => number): string {
  const at = random(text.length);
  const junk = JUNK[random(JUNK.length)] ?? '';
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(6));
    case 1:
      return text.slice(0, at);
    default:
      return text.slice(0, at) + junk + text.slice(at);
  }
}

/** What is wrong with the findings themselves. */
function faults({ diagnostics }: RejectedEvent, directory: string, texts: Readonly<Record<string, string>>): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return ['there is no error'];
  return errors.flatMap(({ code, file, range, message }) => {
    if (!/^P\d{4}$/.test(code)) return [`${code} is no code`];
    if (file === undefined) return [`${code} ${message} has no file`];
    const text = texts[file.slice(directory.length + 1)];
    // Missing files and directories are named without a place in them.
    if (text === undefined || range === undefined) return [];
    const line = text.split('\n')[range.start.line - 1];
    return line === undefined || range.start.column > line.length + 1 ? [`${code} ${file} is outside of its text`] : [];
  });
}

let project: WatchedProject | undefined;
afterEach(async () => {
  await project?.close();
  project = undefined;
});

describe('an edit that breaks a file', () => {
  it(
    'is told with code and place, changes nothing, and is over with the next good save',
    async () => {
      project = await WatchedProject.start(FILES);
      const times: number[] = [];
      let rejected = 0;
      for (let edit = 0; edit < EDITS; edit += 1) {
        const random = generator(edit * 7919 + 5);
        for (let count = 0; count < 10; count += 1) random(2);
        const name = NAMES[edit % NAMES.length] ?? '';
        const text = broken(FILES[name] ?? '', random);
        await project.write(name, text);
        const written = performance.now();
        const verdict = await project.verdict();
        times.push(performance.now() - written);
        expect(['applied', 'noop', 'rejected'], JSON.stringify(verdict)).toContain(verdict.event);
        if (verdict.event === 'rejected') {
          rejected += 1;
          const wrong = faults(verdict, project.directory, { ...FILES, [name]: text });
          expect(wrong, `${name}: ${text}`).toEqual([]);
        }
        await project.write(name, FILES[name] ?? '');
        const fixed = await project.verdict();
        expect(['applied', 'noop'], JSON.stringify(fixed)).toContain(fixed.event);
        const { running, files } = await project.contents();
        expect(running).toBe(files);
      }
      expect(rejected).toBeGreaterThan(0);
      const p95 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
      if (process.env['WIPPY_FIGURES'] !== undefined) {
        process.stderr.write(`${EDITS} edits, ${rejected} rejected, p95 of the verdict ${Math.round(p95)} ms\n`);
      }
    },
    20_000 + EDITS * 2000,
  );

  it(
    'before the start is waited for',
    async () => {
      for (let start = 0; start < STARTS; start += 1) {
        const random = generator(start * 104_729 + 3);
        for (let count = 0; count < 10; count += 1) random(2);
        const name = NAMES[start % NAMES.length] ?? '';
        project = await WatchedProject.start({ ...FILES, [name]: broken(FILES[name] ?? '', random) });
        expect(['ready', 'rejected']).toContain(project.verdicts[0]?.event);
        await project.write(name, FILES[name] ?? '');
        const fixed = await project.verdict();
        expect(['ready', 'applied', 'noop'], JSON.stringify(fixed)).toContain(fixed.event);
        // A file that was written right before the start may be told once more first.
        const watched = project;
        const follows = async (): Promise<boolean> => {
          const { running, files } = await watched.contents();
          return running === files;
        };
        while (!(await follows())) await watched.verdict();
        await project.close();
        project = undefined;
      }
    },
    20_000 + STARTS * 3000,
  );
});
