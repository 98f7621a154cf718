import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExecaError, execaNode } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { wippyProgram } from '../../commands/helpers.ts';
import { LOCK } from '../../project/helpers.ts';

/** How many saves are made; WIPPY_RELOADS=1000 for the long run. */
const RELOADS = Number(process.env['WIPPY_RELOADS'] ?? 15);
/** Saves before the first measurement: until then caches and buffers fill. */
const WARM_UP = Math.max(10, Math.round(RELOADS / 5));
const SERVICES = 20;

const WORKER = `local lib = require("lib")
return { main = function(name) process.registry.register(name .. lib.version) process.events():receive() return 0 end }
`;

/** The project after a number of saves; consecutive ones differ in one file. */
function project(count: number): Record<string, string> {
  // Each kind of save comes once in five: a function, a library that services run, a service, a route, an entry more or less.
  const times = (kind: number): number => Math.floor((count + 4 - kind) / 5);
  const services = Array.from({ length: SERVICES }, (_, index) => {
    const requires = index % 5 === 0 ? '' : `, requires: ["app:s${index - 1}"]`;
    const input = index === SERVICES - 1 ? `s${index}.${times(2)}.` : `s${index}.`;
    return `  - {name: s${index}, kind: process.service, process: app:worker${index % 4}, host: app:processes, input: ["${input}"], lifecycle: {auto_start: true${requires}}}`;
  });
  const workers = [0, 1, 2, 3].map(
    (index) =>
      `  - {name: worker${index}, kind: process.lua, source: file://worker.lua, method: main, imports: {lib: "app:lib${index}"}}`,
  );
  const libraries = [0, 1, 2, 3].map(
    (index) => `  - {name: lib${index}, kind: library.lua, source: file://lib${index}.lua}`,
  );
  return {
    'src/hello.lua': `return { main = function() return ${times(0)} end }\n`,
    'src/worker.lua': WORKER,
    'src/lib0.lua': `return { version = "${times(1)}" }\n`,
    'src/lib1.lua': 'return { version = "1" }\n',
    'src/lib2.lua': 'return { version = "2" }\n',
    'src/lib3.lua': 'return { version = "3" }\n',
    'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: database, kind: db.sql.sqlite, file: data.db, lifecycle: {auto_start: true}}
  - {name: gateway, kind: http.service, addr: "127.0.0.1:0", lifecycle: {auto_start: true}}
  - {name: api, kind: http.router, meta: {server: gateway}, prefix: /}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main}
  - {name: hello.endpoint, kind: http.endpoint, meta: {router: api}, method: GET, path: /hello/${times(3)}, func: hello}
${libraries.join('\n')}
${workers.join('\n')}
${services.join('\n')}
${times(4) % 2 === 1 ? '  - {name: more, kind: store.memory, lifecycle: {auto_start: true}}\n' : ''}`,
  };
}

interface Measurement {
  readonly rss: number;
  readonly heapUsed: number;
  readonly files: number;
}

let directory = '';
let stop: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await stop?.();
  await rm(directory, { recursive: true, force: true });
});

describe.skipIf(!existsSync('/proc/self/fd'))('many saves in a row', () => {
  it(
    'leave no file open and no memory behind',
    async () => {
      directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-reloads-')));
      await mkdir(join(directory, 'src'));
      let files = project(0);
      for (const [name, text] of Object.entries({ 'wippy.lock': LOCK, ...files })) {
        await writeFile(join(directory, name), text);
      }
      const preload = fileURLToPath(new URL('measure.mjs', import.meta.url));
      const child = execaNode(wippyProgram, ['dev', '--json', '--silent', '--no-loop-breaker'], {
        cwd: directory,
        ipc: true,
        reject: false,
        buffer: false,
        nodeOptions: ['--expose-gc', '--import', preload],
        env: { NO_COLOR: '1', FORCE_COLOR: undefined },
      });
      stop = async () => {
        child.kill('SIGKILL');
        await child.catch((error: ExecaError) => error);
      };
      const lines = child.iterable({ from: 'stdout' })[Symbol.asyncIterator]() as AsyncIterator<string>;
      const next = async (...names: readonly string[]): Promise<Record<string, unknown>> => {
        for (;;) {
          const { value, done } = await lines.next();
          if (done === true) throw new Error('the program has ended');
          const event = JSON.parse(value) as Record<string, unknown>;
          if (names.includes(event['event'] as string)) return event;
        }
      };
      const measure = async (): Promise<Measurement> => {
        const answer = child.getOneMessage();
        await child.sendMessage('measure');
        return (await answer) as unknown as Measurement;
      };
      await next('ready');
      let before: Measurement | undefined;
      for (let count = 1; count <= WARM_UP + RELOADS; count += 1) {
        const changed = project(count);
        for (const [name, text] of Object.entries(changed)) {
          if (files[name] !== text) await writeFile(join(directory, name), text);
        }
        files = changed;
        // A file that the system tells of twice gives a "noop" as well.
        const verdict = await next('applied', 'rejected');
        expect(verdict, JSON.stringify(verdict)).toMatchObject({ event: 'applied' });
        if (count === WARM_UP) before = await measure();
      }
      const after = await measure();
      const growth = after.rss / (before as Measurement).rss - 1;
      process.stderr.write(
        `${RELOADS} reloads: files ${before?.files} -> ${after.files}, memory ${megabytes(before?.rss)} -> ${megabytes(after.rss)} MB (${(growth * 100).toFixed(1)} %), heap ${megabytes(before?.heapUsed)} -> ${megabytes(after.heapUsed)} MB\n`,
      );
      expect(after.files).toBe(before?.files);
      // Within a few saves compiled code is still growing; what saves leave behind shows in the heap then.
      if (RELOADS >= 200) expect(growth).toBeLessThan(0.1);
      else expect(after.heapUsed / (before as Measurement).heapUsed).toBeLessThan(1.25);
    },
    60_000 + RELOADS * 1000,
  );
});

function megabytes(bytes = 0): string {
  return (bytes / 2 ** 20).toFixed(1);
}
