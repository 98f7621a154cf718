import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch } from 'chokidar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PollingReason, type WatchPaths, watchFiles } from '../../../src/dev/watch/file-watcher.ts';
import { pollingNotice } from '../../../src/dev/watch/polling-notice.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wippy-watcher-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A watcher that meets a limit of the system; polling works. */
function limited(code: string): { watchPaths: WatchPaths; closed: () => number } {
  let closed = 0;
  const watchPaths: WatchPaths = (paths, options) => {
    if (options.usePolling === true) return watch(paths, options);
    const emitter = new EventEmitter();
    // The other one is closed before it is ready.
    const first = options.depth === undefined;
    setImmediate(() => first && emitter.emit('error', Object.assign(new Error(code), { code, syscall: 'watch' })));
    return Object.assign(emitter, {
      close: async () => {
        closed += 1;
      },
    }) as unknown as ReturnType<WatchPaths>;
  };
  return { watchPaths, closed: () => closed };
}

describe('a limit of the system', () => {
  it.each([
    ['ENOSPC', 'sudo sysctl fs.inotify.max_user_watches='],
    ['EMFILE', 'ulimit -n '],
    ['ENFILE', 'sudo sysctl fs.file-max='],
  ])('such as %s is told once with what to do, and files are polled', async (code, remedy) => {
    const reasons: PollingReason[] = [];
    const changed: string[] = [];
    let heard = (): void => undefined;
    const { watchPaths, closed } = limited(code);
    const watcher = await watchFiles({
      targets: { trees: [directory], directories: [directory], ignored: () => false },
      polling: false,
      watchPaths,
      onChange: (path) => {
        changed.push(path);
        heard();
      },
      onPolling: (reason) => void reasons.push(reason),
    });
    const told = new Promise<void>((done) => {
      heard = done;
    });
    const file = join(directory, 'file.yaml');
    await writeFile(file, 'changed');
    await told;
    await watcher.close();
    expect(reasons).toEqual([{ kind: 'limit', code }]);
    expect(closed()).toBe(2);
    expect(changed).toContain(file);
    const notice = pollingNotice({ kind: 'limit', code });
    expect(notice?.message).toContain(code);
    expect(notice?.hint).toContain(remedy);
  });
});

it.each([false, true])(
  'a watcher of no directories is ready at once and can be closed (polling: %s)',
  async (polling) => {
    for (const directories of [[], [directory]]) {
      const watcher = await watchFiles({
        targets: { trees: [], directories, ignored: () => false },
        polling,
        onChange: () => undefined,
        onPolling: () => undefined,
      });
      expect(await watcher.close()).toBeUndefined();
    }
  },
);
