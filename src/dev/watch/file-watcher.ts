/** Tells which files below some directories change, however they are saved. */

import { mkdirSync, watch } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ChokidarOptions, type FSWatcher, watch as watchTree } from 'chokidar';
import type { Clock } from '../../infrastructure/clock.ts';
import { systemCode } from '../../infrastructure/file-error.ts';

/** What is watched; paths are absolute. */
export interface WatchTargets {
  /** Directories that are watched with everything below them. */
  readonly trees: readonly string[];
  /** Directories of which only the files themselves are watched. */
  readonly directories: readonly string[];
  /** True for a path that no event shall tell. */
  readonly ignored: (path: string) => boolean;
}

/** Why files are polled instead of being watched. */
export type PollingReason =
  | { readonly kind: 'no-events' }
  | { readonly kind: 'limit'; readonly code: string }
  | { readonly kind: 'asked' };

export interface FileWatcherOptions {
  readonly targets: WatchTargets;
  readonly polling: boolean;
  readonly onChange: (path: string) => void;
  /** Told when the watcher of the system cannot be used; the files are polled from then on. */
  readonly onPolling: (reason: PollingReason) => void;
  /** Watches some paths; default chokidar. */
  readonly watchPaths?: WatchPaths;
}

export type WatchPaths = (paths: string[], options: ChokidarOptions) => Pick<FSWatcher, 'on' | 'close'>;

export interface Watcher {
  close(): Promise<void>;
}

export type WatchFiles = (options: FileWatcherOptions) => Promise<Watcher>;

const POLL_INTERVAL = 500;

/** Errors of the system that mean a limit: too many watches, too many open files. */
const LIMITS = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

/** Starts to watch; resolves once changes are seen. */
export async function watchFiles(options: FileWatcherOptions): Promise<Watcher> {
  const { watchPaths = watchTree } = options;
  let watchers: ReturnType<WatchPaths>[] = [];
  let closed = false;

  const open = async (polling: boolean): Promise<void> => {
    const { trees, directories, ignored } = options.targets;
    const common = {
      ignoreInitial: true,
      ignored: (path: string) => ignored(path),
      ignorePermissionErrors: true,
      ...(polling ? { usePolling: true, interval: POLL_INTERVAL, binaryInterval: POLL_INTERVAL } : {}),
    };
    // A watcher of nothing would never say that it is ready.
    watchers = [
      ...(trees.length === 0 ? [] : [watchPaths([...trees], common)]),
      ...(directories.length === 0 ? [] : [watchPaths([...directories], { ...common, depth: 0 })]),
    ];
    await Promise.all(
      watchers.map(
        (watcher) =>
          new Promise<void>((resolve) => {
            watcher.on('all', (_event, path) => options.onChange(path));
            // What the system says, at once; the events above are gathered, and some of them get lost.
            watcher.on('raw', (_event, name, details) => {
              const path = pathOf(name, details);
              if (path !== undefined && !ignored(path)) options.onChange(path);
            });
            watcher.on('error', (error) => {
              const code = systemCode(error);
              if (!polling && code !== undefined && LIMITS.has(code)) fallBack({ kind: 'limit', code });
              resolve();
            });
            watcher.on('ready', () => resolve());
          }),
      ),
    );
  };

  // A watcher that is closed while it begins never says that it is ready.
  let giveUp = (): void => undefined;
  const givenUp = new Promise<void>((done) => {
    giveUp = done;
  });
  /** The polling that has taken the place of the watcher, once it sees changes. */
  let fallenBack: Promise<void> | undefined = options.polling ? Promise.resolve() : undefined;
  const fallBack = (reason: PollingReason): void => {
    if (fallenBack !== undefined || closed) return;
    const former = watchers;
    options.onPolling(reason);
    giveUp();
    fallenBack = Promise.all(former.map((watcher) => watcher.close())).then(() => (closed ? undefined : open(true)));
  };

  if (options.polling) options.onPolling({ kind: 'asked' });
  await Promise.race([open(options.polling), givenUp]);
  // Whoever waits for this looks afterwards what has changed before.
  await fallenBack;
  return {
    async close() {
      closed = true;
      await fallenBack;
      await Promise.all(watchers.map((watcher) => watcher.close()));
    },
  };
}

/** The path that an event of the system means: it tells a name in what is watched, or that of what is watched. */
function pathOf(name: unknown, details: unknown): string | undefined {
  const watched = (details as { readonly watchedPath?: unknown } | undefined)?.watchedPath;
  if (typeof watched !== 'string') return undefined;
  return typeof name === 'string' && name !== basename(watched) ? join(watched, name) : watched;
}

/** Milliseconds that the system may take to tell a change. */
const PROBE_TIME = 500;

/**
 * Whether the system tells changes of files below a directory. Mounts of containers and of networks may not; there a
 * watcher would wait for ever.
 */
export async function tellsChanges(directory: string, clock: Clock): Promise<boolean> {
  const probe = join(directory, `.probe-${process.pid}`);
  try {
    mkdirSync(directory, { recursive: true });
    return await new Promise<boolean>((resolve) => {
      const watcher = watch(directory, (_event, name) => {
        if (name === null || probe.endsWith(name)) done(true);
      });
      const timer = clock.setTimer(() => done(false), PROBE_TIME);
      const done = (seen: boolean): void => {
        clock.clearTimer(timer);
        watcher.close();
        resolve(seen);
      };
      watcher.on('error', () => done(false));
      writeFile(probe, '').catch(() => done(true));
    });
  } catch {
    // A directory that cannot be written says nothing about the sources.
    return true;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
