/** The paths of the profiling server; they are those of Go's pprof, the profiles are V8's. */

import type { ServerResponse } from 'node:http';
import { formatDuration } from '../../infrastructure/duration.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type OperationsHandler, plain } from './operations-server.ts';
import { Profiles } from './profiles.ts';

const MEGABYTE = 2 ** 20;
const DEFAULT_SECONDS = 10;

const INDEX = `Profiles of this program. Browsers (DevTools) and editors open them.

/debug/pprof/profile?seconds=N    where time goes: a .cpuprofile
/debug/pprof/heap?seconds=N       what is allocated: a .heapprofile
/debug/pprof/snapshot             everything on the heap: a .heapsnapshot
/debug/pprof/cmdline              the command line
/debug/gc                         collects garbage
/debug/stats                      size of the heap`;

export interface ProfilerOptions {
  /** Milliseconds for answering, which no profile can exceed; 0 for any time. */
  readonly writeTimeout: number;
  /** Collects garbage. */
  collect(): void;
}

export function profilerHandlers({ writeTimeout, collect }: ProfilerOptions): Record<string, OperationsHandler> {
  const profiles = new Profiles();
  const timed =
    (name: string, take: (milliseconds: number, signal: AbortSignal) => Promise<string>): OperationsHandler =>
    async (url, response) => {
      const milliseconds = duration(url, writeTimeout);
      if (milliseconds === null) {
        const limit = writeTimeout > 0 ? ` of at most ${formatDuration(writeTimeout)} (profiler.write_timeout)` : '';
        plain(response, 400, `seconds must be a number above 0${limit}`);
        return;
      }
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      try {
        const text = await take(milliseconds, gone.signal);
        download(response, name).end(text);
      } catch (error) {
        if (!(error instanceof WippyError) || error.kind !== ErrorKind.Conflict) throw error;
        plain(response, 409, error.message);
      }
    };
  return {
    '/debug/pprof/': (_url, response) => plain(response, 200, INDEX),
    '/debug/pprof/profile': timed('wippy.cpuprofile', (time, signal) => profiles.cpu(time, signal)),
    '/debug/pprof/heap': timed('wippy.heapprofile', (time, signal) => profiles.allocations(time, signal)),
    '/debug/pprof/snapshot': (_url, response) => {
      profiles.snapshot().pipe(download(response, 'wippy.heapsnapshot'));
    },
    '/debug/pprof/cmdline': (_url, response) => plain(response, 200, process.argv.join(' ')),
    '/debug/gc': (_url, response) => {
      collect();
      plain(response, 200, `GC done. ${heapText()}`);
    },
    '/debug/stats': (_url, response) => plain(response, 200, heapText()),
  };
}

function duration(url: URL, limit: number): number | null {
  const milliseconds = Number(url.searchParams.get('seconds') ?? DEFAULT_SECONDS) * 1000;
  const fits = milliseconds > 0 && (limit === 0 || milliseconds <= limit) && milliseconds < 2 ** 31;
  return fits ? milliseconds : null;
}

function download(response: ServerResponse, name: string): ServerResponse {
  const type = 'application/json';
  response.writeHead(200, { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` });
  return response;
}

function heapText(): string {
  const { heapUsed, rss } = process.memoryUsage();
  return `Heap=${Math.round(heapUsed / MEGABYTE)}MB Resident=${Math.round(rss / MEGABYTE)}MB`;
}
