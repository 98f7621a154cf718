import { afterEach, describe, expect, it } from 'vitest';
import { SAVE_STYLES } from './save-styles.ts';
import { WatchedProject } from './watched-project.ts';

/** Saves of each style; 200 by hand. */
const SAVES = Number(process.env['WIPPY_SAVES'] ?? 3);

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}
  - {name: note, kind: registry.entry, text: at first}
`;
const LUA = (n: number): string => `return { main = function() return ${n} end }\n`;

let project: WatchedProject | undefined;
afterEach(async () => {
  await project?.close();
  project = undefined;
});

describe('a save', () => {
  it.each(Object.keys(SAVE_STYLES))(
    '%s makes exactly one version, and none that fails',
    async (style) => {
      const save = SAVE_STYLES[style];
      project = await WatchedProject.start({ 'src/_index.yaml': INDEX, 'src/hello.lua': LUA(0) });
      const first = project.session.version;
      for (let n = 1; n <= SAVES; n += 1) {
        // Lua and YAML by turns: an empty Lua file is a mistake, an empty YAML file is none.
        const lua = n % 2 === 0;
        await save?.(
          project.path(lua ? 'src/hello.lua' : 'src/_index.yaml'),
          lua ? LUA(n) : INDEX.replace('at first', `${n}`),
        );
        expect(await project.verdict(), `save ${n}`).toMatchObject({
          event: 'applied',
          registryVersion: first + n,
          files: [lua ? 'src/hello.lua' : 'src/_index.yaml'],
          entries: { created: [], updated: [lua ? 'app:hello' : 'app:note'], deleted: [] },
        });
      }
      expect(project.further).toEqual([]);
      const { running, files } = await project.contents();
      expect(running).toBe(files);
    },
    20_000 + SAVES * 2000,
  );
});
