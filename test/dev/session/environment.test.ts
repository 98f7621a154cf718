import { afterEach, describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { AppliedEvent } from '../../../src/dev/session/events.ts';
import { functionsKey, registryKey, supervisorKey, transcoderKey } from '../../../src/system/context-keys.ts';
import { SessionUnderTest } from './support.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: os, kind: env.storage.os}
  - {name: file, kind: env.storage.memory}
  - {name: both, kind: env.storage.router, storages: [app:file, app:os]}
  - {name: greeting, kind: env.variable, variable: GREETING, storage: app:os}
  - {name: port, kind: env.variable, variable: PORT, storage: app:both, default: "0"}
  - {name: inner, kind: env.variable, variable: INNER, storage: app:file}
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: gateway, kind: http.service, addr: "127.0.0.1:\${env:PORT}", lifecycle: {auto_start: true}}
  - {name: lib, kind: library.lua, source: file://lib.lua, modules: [env]}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main, imports: {lib: app:lib}}
  - {name: worker, kind: process.lua, source: file://worker.lua, method: main, imports: {lib: app:lib}}
  - {name: worker.service, kind: process.service, process: app:worker, host: app:processes, lifecycle: {auto_start: true}}
  - {name: other, kind: process.lua, source: file://other.lua, method: main, modules: [env]}
  - {name: other.service, kind: process.service, process: app:other, host: app:processes, lifecycle: {auto_start: true}}
`;
const FILES = {
  '.env': 'GREETING=hello\n',
  'src/_index.yaml': INDEX,
  'src/lib.lua': 'local env = require("env")\nreturn { text = env.get("GREETING") }\n',
  'src/hello.lua': 'local lib = require("lib")\nreturn { main = function() return lib.text end }\n',
  'src/worker.lua':
    'local lib = require("lib")\nreturn { main = function() process.events():receive() return 0 end }\n',
  'src/other.lua':
    'local env = require("env")\nreturn { main = function() env.get("INNER") process.events():receive() return 0 end }\n',
};

let under: SessionUnderTest | undefined;
afterEach(async () => {
  await under?.close();
  under = undefined;
});

function context() {
  const application = under?.session.application;
  if (application === undefined) throw new Error('nothing runs');
  return application.context;
}

function call(target: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    context()
      .require(functionsKey)
      .call({ target, payloads: [], context: FrameContext.root(), options: null }, (values, error) => {
        const first = values?.[0];
        if (error !== null) reject(error);
        else resolve(first === undefined ? null : context().require(transcoderKey).toHost(first));
      });
  });
}

function runs(): Record<string, number> {
  const states = context().require(supervisorKey).states();
  return Object.fromEntries(states.map(({ id, runs: count }) => [id, count]));
}

function startedAt(): number | null | undefined {
  return context().require(supervisorKey).state('app:gateway')?.startedAt;
}

describe('the file .env beside the lock file', () => {
  it('gives variables that the environment does not set, and says so in one line', async () => {
    under = await SessionUnderTest.start({ ...FILES, '.env': 'GREETING=hello\nHOME=/nowhere\n' }, { HOME: '/root' });
    expect(under.events[0]).toEqual({
      event: 'notice',
      message: '.env gives 1 variable; HOME is set in the environment already',
    });
    expect(await call('app:hello')).toBe('hello');
  });

  it('restarts only what reads a variable that changes', async () => {
    under = await SessionUnderTest.start(FILES);
    const before = runs();
    const verdict = await under.save({ '.env': 'GREETING=good day\n' });
    expect(verdict).toMatchObject({
      event: 'applied',
      files: ['.env'],
      entries: { created: [], updated: ['app:lib'], deleted: [] },
      swapped: ['app:hello'],
      restarted: [
        {
          service: 'app:worker.service',
          because: ['app:worker.service', 'app:worker', 'app:lib', 'app:greeting', 'GREETING', '.env'],
        },
      ],
    });
    expect(await call('app:hello')).toBe('good day');
    expect(runs()).toEqual({ ...before, 'app:worker.service': 2 });
  });

  it('restarts what has a variable in its configuration, once', async () => {
    under = await SessionUnderTest.start(FILES);
    const before = runs();
    const started = startedAt();
    const { restarted } = (await under.save({ '.env': 'GREETING=hello\nPORT=00\n' })) as AppliedEvent;
    expect(restarted).toEqual([{ service: 'app:gateway', because: ['app:gateway', 'app:port', 'PORT', '.env'] }]);
    // Another server has taken its place.
    expect({ runs: runs(), same: startedAt() === started }).toEqual({ runs: before, same: false });
  });

  it('changes nothing where nobody reads the variable, or the environment sets it', async () => {
    under = await SessionUnderTest.start(FILES, { GREETING: 'from outside' });
    const before = runs();
    expect(await under.save({ '.env': 'GREETING=other\nINNER=1\nUNUSED=1\n' })).toMatchObject({ event: 'noop' });
    expect(await call('app:hello')).toBe('from outside');
    expect(runs()).toEqual(before);
  });

  it('is taken back with a value that a service cannot start with', async () => {
    under = await SessionUnderTest.start(FILES);
    const { version } = under.session;
    const verdict = await under.save({ '.env': 'GREETING=later\nPORT=99999\n' });
    expect(verdict).toMatchObject({
      event: 'rejected',
      registryVersion: version,
      diagnostics: [{ entry: 'app:gateway' }],
    });
    expect(await call('app:hello')).toBe('hello');
    expect(context().require(registryKey).version.id).toBe(version);
    expect(context().require(supervisorKey).state('app:gateway')?.status).toBe('running');
    expect(await under.save({ '.env': 'GREETING=later\n' })).toMatchObject({ event: 'applied' });
    expect(await call('app:hello')).toBe('later');
  });

  it('is rejected with the place of a malformed line', async () => {
    under = await SessionUnderTest.start(FILES);
    expect(await under.save({ '.env': 'GREETING=hello\nPORT 80\n' })).toMatchObject({
      event: 'rejected',
      diagnostics: [{ code: 'P0414', file: `${under.directory}/.env`, range: { start: { line: 2, column: 1 } } }],
    });
    expect(await under.save({ '.env': 'GREETING=fine\n' })).toMatchObject({ event: 'applied', swapped: ['app:hello'] });
  });

  it('gives the values of the configuration, whose change is one of entries', async () => {
    under = await SessionUnderTest.start({
      ...FILES,
      '.env': 'GREETING=hello\nTITLE=one\n',
      '.wippy.yaml': 'version: "1.0"\noverride:\n  "app:lib:meta.title": ${env:TITLE}\n',
    });
    expect(await under.save({ '.env': 'GREETING=hello\nTITLE=two\n' })).toMatchObject({
      event: 'applied',
      entries: { updated: ['app:lib'] },
      restarted: [],
    });
    expect(context().require(registryKey).get('app:lib')?.meta['title']).toBe('two');
  });

  it('tells where it cannot be known whether code reads a variable', async () => {
    under = await SessionUnderTest.start({
      ...FILES,
      'src/other.lua': FILES['src/other.lua'].replace('env.get("INNER")', 'env.get_all()'),
    });
    await under.save({ '.env': 'GREETING=again\n' });
    expect(under.events).toContainEqual({
      event: 'notice',
      message: 'app:other reads variables whose names are known only when the code runs, and did not restart',
      hint: 'If a variable that has changed is one of them, press R or run "wippy restart SERVICE".',
    });
  });
});
