import { rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { supervisorKey } from '../../../src/system/context-keys.ts';
import { WatchedProject } from './watched-project.ts';

/** Saves during an application, edits that change nothing, directories: 100, 50 and 50 by hand. */
const WRITES = Number(process.env['WIPPY_WRITES_DURING_APPLY'] ?? 5);
const NEUTRAL = Number(process.env['WIPPY_NEUTRAL_EDITS'] ?? 3);
const DIRECTORIES = Number(process.env['WIPPY_DIRECTORIES'] ?? 2);
/** Files of the checkout; 1000 by hand. */
const CHECKOUT = Number(process.env['WIPPY_CHECKOUT_FILES'] ?? 60);

const INDEX = `version: "1.0"
namespace: app
entries:
  - name: processes
    kind: process.host
    lifecycle: {auto_start: true}
  - name: code
    kind: process.lua
    source: file://code.lua
    method: main
  - name: worker
    kind: process.service
    process: app:code
    host: app:processes
    lifecycle: {auto_start: true}
`;
const CODE = (n: number): string =>
  `local version = ${n}\nreturn { main = function() process.events():receive() return 0 end }\n`;
const NOTE = (namespace: string, text: string): string =>
  `version: "1.0"\nnamespace: ${namespace}\nentries:\n  - {name: note, kind: registry.entry, text: "${text}"}\n`;

let project: WatchedProject | undefined;
afterEach(async () => {
  await project?.close();
  project = undefined;
});

/** How often the service was started. */
function runs(): number | undefined {
  return project?.session.application?.context.require(supervisorKey).state('app:worker')?.runs;
}

describe('while a change is taken over', () => {
  it(
    'further saves are not lost: the registry is what the files say within a second',
    async () => {
      project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/code.lua': CODE(0) });
      let slowest = 0;
      for (let n = 1; n <= WRITES; n += 1) {
        await project.write('src/code.lua', CODE(n * 10));
        // Somewhere between the first event and the end of the restart.
        await pause(40 + ((n * 13) % 60));
        await project.write('src/code.lua', CODE(n * 10 + 1));
        const written = performance.now();
        const last = project;
        await last.until(() => currentSource(last) === CODE(n * 10 + 1));
        slowest = Math.max(slowest, performance.now() - written);
      }
      const { running, files } = await project.contents();
      expect(running).toBe(files);
      expect(project.events.filter(({ event }) => event === 'rejected')).toEqual([]);
      report(`writes during ${WRITES} applications: the slowest was in the registry after ${Math.round(slowest)} ms`);
    },
    20_000 + WRITES * 2000,
  );
});

function currentSource(watched: WatchedProject): unknown {
  // The verdict comes when the version is in effect.
  const applied = watched.events.findLast(({ event }) => event === 'applied');
  return applied === undefined ? undefined : watched.entryData('app:code')?.['source'];
}

describe('what changes nothing', () => {
  it.each<[string, (text: string, n: number) => string]>([
    ['a comment', (text, n) => `# ${n}\n${text}`],
    ['white space', (text, n) => text.replace('kind: process.host', `kind:${' '.repeat((n % 5) + 2)}process.host`)],
    [
      'another order of keys',
      (text, n) => (n % 2 === 0 ? text : text.replace(/( {4}kind: process\.lua\n)( {4}source.*\n)/, '$2$1')),
    ],
    ['a new time of change', (text) => text],
  ])('such as %s makes no version and restarts nothing', async (_name, change) => {
    project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/code.lua': CODE(0) });
    const { version } = project.session;
    for (let n = 1; n <= NEUTRAL; n += 1) {
      const text = change(INDEX, n);
      if (text === INDEX) await utimes(project.path('src/_index.yaml'), new Date(), new Date());
      else await project.write('src/_index.yaml', text);
      expect(await project.verdict()).toMatchObject({ event: 'noop', registryVersion: version });
    }
    expect({ version: project.session.version, runs: runs(), further: project.further }).toEqual({
      ...{ version, runs: 1, further: [] },
    });
  });
});

describe('directories', () => {
  it(
    'that are new, renamed or deleted are followed',
    async () => {
      project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/code.lua': CODE(0) });
      for (let n = 0; n < DIRECTORIES; n += 1) {
        await project.write(`src/new${n}/deep/_index.yaml`, NOTE(`new${n}`, 'first'));
        expect(await project.verdict()).toMatchObject({ event: 'applied', entries: { created: [`new${n}:note`] } });
        await project.write(`src/new${n}/deep/_index.yaml`, NOTE(`new${n}`, 'second'));
        expect(await project.verdict()).toMatchObject({ event: 'applied', entries: { updated: [`new${n}:note`] } });
        await rename(project.path(`src/new${n}`), project.path(`src/moved${n}`));
        await writeFile(project.path(`src/moved${n}/deep/_index.yaml`), NOTE(`moved${n}`, 'third'));
        expect(await project.verdict()).toMatchObject({
          event: 'applied',
          entries: { created: [`moved${n}:note`], deleted: [`new${n}:note`] },
        });
        await rm(project.path(`src/moved${n}`), { recursive: true });
        expect(await project.verdict()).toMatchObject({ event: 'applied', entries: { deleted: [`moved${n}:note`] } });
      }
      expect(project.further).toEqual([]);
    },
    20_000 + DIRECTORIES * 5000,
  );

  it('that are reached by a link are watched once, and cycles of links are no danger', async () => {
    project = await WatchedProject.start({
      'real/_index.yaml': NOTE('linked', 'first'),
      'real/sub/_index.yaml': NOTE('deep', 'first'),
    });
    const watched = project;
    await symlink(watched.path('real'), watched.path('sources'));
    await symlink(watched.path('real'), watched.path('real/sub/cycle'));
    await watched.write('wippy.lock', 'directories:\n  modules: .wippy\n  src: ./sources\n');
    expect(await watched.verdict()).toMatchObject({
      event: 'applied',
      entries: { created: ['deep:note', 'linked:note'] },
    });
    for (const text of ['second', 'third']) {
      await watched.write('real/sub/_index.yaml', NOTE('deep', text));
      expect(await watched.verdict()).toMatchObject({ event: 'applied', entries: { updated: ['deep:note'] } });
    }
    expect(watched.further).toEqual([]);
  });
});

describe('a checkout of many files', () => {
  it('makes few versions, and no service restarts more than once in each', async () => {
    const files = (text: string): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: CHECKOUT }, (_, n) => [`src/d${n % 20}/n${n}.yaml`, NOTE(`n${n}`, text)]),
      );
    project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/code.lua': CODE(0), ...files('main') });
    const watched = project;
    const { version } = watched.session;
    const before = runs() ?? 0;
    await checkout(watched.directory, { 'src/code.lua': CODE(1), ...files('branch') });
    await watched.until(() => watched.entryData(`n${CHECKOUT - 1}:note`)?.['text'] === 'branch');
    await watched.session.lookAgain();
    const { running, files: onDisk } = await watched.contents();
    expect(running).toBe(onDisk);
    const applied = watched.verdicts.filter(({ event }) => event === 'applied');
    const versions = watched.session.version - version;
    expect(versions).toBe(applied.length);
    expect(versions).toBeLessThanOrEqual(3);
    expect((runs() ?? 0) - before).toBeLessThanOrEqual(versions);
    expect(watched.events.filter(({ event }) => event === 'rejected')).toEqual([]);
    report(`checkout of ${CHECKOUT} files: ${versions} versions`);
  }, 60_000);
});

/** Writes files as another program does: a thousand of them within two seconds. */
async function checkout(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  const script = `
    const { readFileSync, writeFileSync } = require('node:fs');
    const files = JSON.parse(readFileSync(0, 'utf8'));
    const began = Date.now();
    const write = (index) => {
      if (index === files.length) return;
      writeFileSync(...files[index]);
      setTimeout(write, began + 2 * (index + 1) - Date.now(), index + 1);
    };
    write(0);`;
  const named = Object.entries(files).map(([name, text]) => [join(directory, name), text]);
  await execa(process.execPath, ['-e', script], { input: JSON.stringify(named) });
}

/** A figure for who runs the full numbers. */
function report(line: string): void {
  if (process.env['WIPPY_FIGURES'] !== undefined) process.stderr.write(`${line}\n`);
}
