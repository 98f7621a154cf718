import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanDirectory } from '../../../src/project/entries/scan.ts';
import { withFiles } from '../helpers.ts';

const files = {
  'b.yaml': '',
  'a/z.yml': '',
  'a/b.json': '',
  'a.yaml': '',
  'note.txt': '',
  '.hidden/h.yaml': '',
  'node_modules/p/x.yaml': '',
  '.wippy/vendor/m/x.yaml': '',
  'x_network/n.yaml': '',
  'network/n.yaml': '',
  'temporal/t.yaml': '',
  'own/o.yaml': '',
};

function scan(environment: Record<string, string> = {}): Promise<string[]> {
  return withFiles(files, async (root) =>
    (await scanDirectory(root, { environment })).files.map((file) => relative(root, file)),
  );
}

describe('scanDirectory', () => {
  it('finds YAML and JSON files in lexical order and skips packages and modules', async () => {
    expect(await scan()).toEqual([
      '.hidden/h.yaml',
      'a/b.json',
      'a/z.yml',
      'a.yaml',
      'b.yaml',
      'network/n.yaml',
      'own/o.yaml',
      'temporal/t.yaml',
      'x_network/n.yaml',
    ]);
  });

  it('skips what the SKIP variables name, also at the end of a directory name', async () => {
    const found = await scan({ SKIP_NETWORK_TESTS: '1', SKIP_TEMPORAL_TESTS: 'yes', SKIP_TEST_DIRS: ' own , ,' });
    expect(found).toEqual(['.hidden/h.yaml', 'a/b.json', 'a/z.yml', 'a.yaml', 'b.yaml']);
  });

  it('treats an empty variable as not set', async () => {
    expect(await scan({ SKIP_NETWORK_TESTS: '', SKIP_TEST_DIRS: '' })).toContain('network/n.yaml');
  });

  it('skips excluded directories', async () => {
    const found = await withFiles(
      files,
      async (root) => (await scanDirectory(root, { excluded: [`${root}/a`] })).files.length,
    );
    expect(found).toBe(7);
  });
});
