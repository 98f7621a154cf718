import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProjectReview, reviewProject } from '../../../src/boot/check-project.ts';
import { CheckSession, type FinishedCheck } from '../../../src/dev/session/check-session.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { validateProject } from '../../../src/project/validate/validate-project.ts';
import { LOCK } from '../../project/helpers.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: lib, kind: library.lua, source: file://lib.lua}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main, imports: {lib: "app:lib"}}
`;

const FILES = {
  'wippy.lock': LOCK,
  'src/_index.yaml': INDEX,
  'src/lib.lua': 'return { text = "one" }\n',
  'src/hello.lua': 'local lib = require("lib")\nreturn { main = function() return lib.text end }\n',
};

let directory = '';
let session: CheckSession;
let finished: FinishedCheck[] = [];

/** Writes files; gives their absolute paths. */
async function write(files: Readonly<Record<string, string>>): Promise<Set<string>> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return new Set(Object.keys(files).map((name) => join(directory, name)));
}

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-check-')));
  await mkdir(join(directory, 'src'));
  await write(FILES);
  finished = [];
  const reader = new ProjectReader({ directory, load: { environment: {} }, check: createProjectReview() });
  session = new CheckSession({ directory, reader, clock: systemClock, onChecked: (check) => finished.push(check) });
  await session.start();
});
afterEach(async () => {
  await session.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('a watched check', () => {
  it('finds after each of many saves what a new check finds', async () => {
    const saves: Readonly<Record<string, string>>[] = [
      { 'src/lib.lua': 'return { text = "one" \n' },
      { 'src/lib.lua': 'return { text = "one" }\n', 'src/hello.lua': 'return { min = function() return lib end }\n' },
      { 'src/_index.yaml': INDEX.replace('app:lib', 'app:lob') },
      { 'src/_index.yaml': `${INDEX}  - {name: lib, kind: registry.entry}\n` },
      { 'src/_index.yaml': INDEX.replace('entries:', 'entries: [') },
      { 'wippy.lock': LOCK.replace('./src', './nowhere') },
      { 'wippy.lock': LOCK, 'src/_index.yaml': INDEX },
      { 'src/hello.lua': FILES['src/hello.lua'] },
    ];
    for (const save of saves) {
      await session.changed(await write(save));
      const { validation, files } = finished.at(-1) as FinishedCheck;
      expect(files).toEqual(Object.keys(save).sort());
      expect(validation).toEqual(await validateProject(directory, { environment: {} }, reviewProject));
    }
    expect(finished.length).toBe(saves.length + 1);
    expect(finished.at(-1)?.validation.diagnostics).toEqual([]);
  });

  it('makes one check of saves that come while another is made', async () => {
    const first = session.changed(await write({ 'src/lib.lua': 'return { text = "two" }\n' }));
    const later = await Promise.all([
      write({ 'src/hello.lua': 'return {}\n' }),
      write({ 'src/_index.yaml': `${INDEX}# more\n` }),
    ]);
    await Promise.all([first, ...later.map((paths) => session.changed(paths))]);
    const told = finished.slice(1).flatMap(({ files }) => files);
    expect(told.sort()).toEqual(['src/_index.yaml', 'src/hello.lua', 'src/lib.lua']);
    expect(finished.at(-1)?.validation.diagnostics.map(({ code }) => code)).toEqual(['P0808', 'P0807']);
  });

  it('says nothing about events that tell of no change', async () => {
    const saved = await write({ 'src/lib.lua': 'return { text = "two" }\n' });
    await session.changed(saved);
    expect(finished.length).toBe(2);
    await session.changed(saved);
    await session.lookAgain();
    expect(finished.length).toBe(2);
  });

  it('notices what no event has told', async () => {
    await write({ 'src/other.yaml': 'version: "1.0"\nnamespace: app\nentries:\n  - {name: x, kind: y}\n' });
    await session.lookAgain();
    expect(finished.at(-1)).toMatchObject({
      files: ['src/other.yaml'],
      validation: { diagnostics: [{ code: 'P0601' }] },
    });
  });

  it('tells of a save that came before the files were watched', async () => {
    await session.stop();
    finished = [];
    const reader = new ProjectReader({ directory, load: { environment: {} }, check: createProjectReview() });
    let reads = 0;
    await new Promise<void>((resolve) => {
      session = new CheckSession({
        directory,
        reader,
        clock: systemClock,
        onChecked: (check) => {
          finished.push(check);
          if (finished.length === 2) resolve();
        },
        onRead: async () => {
          reads += 1;
          if (reads > 1) return false;
          await write({ 'src/lib.lua': `${FILES['src/lib.lua']}-- nothing else is found\n` });
          return true;
        },
      });
      void session.start();
    });
    expect(finished.map(({ files }) => files)).toEqual([[], ['src/lib.lua']]);
  });
});
