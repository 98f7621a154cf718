import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codePlace } from '../../src/boot/code-places.ts';
import { createEntry } from '../../src/core/registry/index.ts';
import { loadProject } from '../../src/project/load-project.ts';
import { LOCK, withFiles } from '../project/helpers.ts';

const INDEX = `namespace: app
entries:
  - {name: file, kind: library.lua, source: file://lib/code.lua}
  - name: block
    kind: library.lua
    source: |
      local a = 1
      return a
  - {name: quoted, kind: library.lua, source: "local a = 1\\nreturn a"}
`;

describe('codePlace', () => {
  it('is the line of the file that holds the code, also where that is the definition file', async () => {
    const files = { 'wippy.lock': LOCK, 'src/_index.yaml': INDEX, 'src/lib/code.lua': 'return 1\n' };
    await withFiles(files, async (directory) => {
      const { entries } = await loadProject(directory);
      const place = (name: string, line: number) =>
        codePlace(entries.find(({ id }) => id === `app:${name}`) as never, line, directory);
      expect(place('file', 1)).toEqual({ file: join('src', 'lib', 'code.lua'), line: 1 });
      expect(place('block', 2)).toEqual({ file: join('src', '_index.yaml'), line: 8 });
      expect(place('quoted', 2)).toEqual({ file: join('src', '_index.yaml'), line: 9 });
    });
  });

  it('is unknown for entries that were not read from a file', () => {
    const entry = createEntry({ id: 'app:made', kind: 'library.lua', data: { source: 'return 1' } });
    expect(codePlace(entry, 1, '/')).toBeUndefined();
  });
});
