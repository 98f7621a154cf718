import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { watchFiles } from '../../../src/dev/watch/file-watcher.ts';

it.each([false, true])(
  'a watcher of no directories is ready at once and can be closed (polling: %s)',
  async (polling) => {
    const directory = mkdtempSync(`${tmpdir()}/wippy-watch-`);
    try {
      for (const directories of [[], [directory]]) {
        const watcher = await watchFiles({
          targets: { trees: [], directories, ignored: () => false },
          polling,
          onChange: () => undefined,
          onPolling: () => undefined,
        });
        expect(await watcher.close()).toBeUndefined();
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
