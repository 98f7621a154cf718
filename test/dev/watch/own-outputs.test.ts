import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WatchedProject } from './watched-project.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: files, kind: fs.directory, directory: ./src/files, auto_init: true}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}
`;
const LUA = (n: number): string => `return { main = function() return ${n} end }\n`;

let project: WatchedProject | undefined;
afterEach(async () => {
  await project?.close();
  project = undefined;
});

describe('what an application writes', () => {
  it('beside its sources triggers nothing: below .wippy, data files, logs', async () => {
    project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/hello.lua': LUA(0) });
    for (const directory of ['.wippy/state', 'src/files', 'src/node_modules/x']) {
      await mkdir(project.path(directory), { recursive: true });
    }
    for (let n = 0; n < 20; n += 1) {
      await writeFile(project.path('.wippy/state/state.yaml'), `n: ${n}\n`);
      await writeFile(project.path('src/files/upload.bin'), `${n}`);
      await writeFile(project.path('src/node_modules/x/_index.yaml'), `namespace: x\nentries: []\n# ${n}\n`);
      await appendFile(project.path('application.log'), `line ${n}\n`);
      await appendFile(project.path('src/application.log'), `line ${n}\n`);
    }
    // A save after all of that is the only one.
    await project.write('src/hello.lua', LUA(1));
    expect(await project.verdict()).toMatchObject({ event: 'applied', files: ['src/hello.lua'] });
    expect(project.further).toEqual([]);
  });

  it('into its own sources after each reload is left alone after ten times', async () => {
    project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/hello.lua': LUA(0) }, { loops: false });
    const watched = project;
    const first = watched.session.version;
    let n = 1;
    // Something that writes a file whenever it was taken over.
    const again = (): void => void watched.write('src/hello.lua', LUA(n++));
    again();
    const suspended = () => watched.events.find(({ event }) => event === 'notice');
    while (suspended() === undefined) {
      await Promise.race([watched.verdict(), watched.until(() => suspended() !== undefined)]);
      if (suspended() === undefined) again();
    }
    expect(suspended()).toMatchObject({
      message: 'src/hello.lua has changed 10 times in a row right after it was taken over; it is left alone now',
    });
    expect(watched.session.version).toBe(first + 10);
    // Another file brings it back.
    const before = watched.verdicts.length;
    await watched.write('src/_index.yaml', INDEX.replace('method: main}', 'method: main, meta: {title: x}}'));
    await watched.until(() => watched.verdicts.length > before);
    expect(watched.verdicts.at(-1)).toMatchObject({ event: 'applied', files: ['src/_index.yaml', 'src/hello.lua'] });
    const { running, files } = await watched.contents();
    expect(running).toBe(files);
  });
});
