import { afterEach, describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { type ServiceState, serviceUpdateEvent, supervisorEventSystem } from '../../../src/core/supervisor/index.ts';
import {
  eventBusKey,
  functionsKey,
  registryKey,
  supervisorKey,
  transcoderKey,
} from '../../../src/system/context-keys.ts';
import { SessionUnderTest } from './support.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}
  - {name: store, kind: store.memory, lifecycle: {auto_start: true}}
  - {name: lib, kind: library.lua, source: file://lib.lua}
  - {name: hello, kind: function.lua, source: file://hello.lua, method: main, imports: {lib: "app:lib"}}
  - {name: other, kind: function.lua, source: file://other.lua, method: main}
  - {name: worker, kind: process.lua, source: file://worker.lua, method: main, imports: {lib: "app:lib"}}
  - name: worker.service
    kind: process.service
    process: app:worker
    host: app:processes
    lifecycle: {auto_start: true}
  - name: follower
    kind: process.lua
    source: file://wait.lua
    method: main
  - name: follower.service
    kind: process.service
    process: app:follower
    host: app:processes
    lifecycle: {auto_start: true, requires: ["app:worker.service"]}
  - name: free.service
    kind: process.service
    process: app:follower
    host: app:processes
    lifecycle: {auto_start: true}
`;

const WAIT = 'return { main = function() process.events():receive() return 0 end }\n';

const FILES = {
  'src/_index.yaml': INDEX,
  'src/lib.lua': 'return { text = "one" }\n',
  'src/hello.lua': 'local lib = require("lib")\nreturn { main = function() return lib.text end }\n',
  'src/other.lua': 'return { main = function() return 1 end }\n',
  'src/worker.lua': `local lib = require("lib")\n${WAIT}`,
  'src/wait.lua': WAIT,
};

let under: SessionUnderTest;
afterEach(() => under.close());

function context() {
  const application = under.session.application;
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

/** When each running service was started. */
function starts(): Record<string, number | null> {
  return Object.fromEntries(
    context()
      .require(supervisorKey)
      .states()
      .map(({ id, status, startedAt }) => [id, status === 'running' ? startedAt : null]),
  );
}

describe('a save', () => {
  it('of a library swaps the functions that use it and restarts the services that run it, and nothing else', async () => {
    under = await SessionUnderTest.start(FILES);
    expect(under.events.at(-1)).toMatchObject({ event: 'ready' });
    const before = starts();
    // Times are in milliseconds, so a restart in the same one would go unseen.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await call('app:hello')).toBe('one');
    const verdict = await under.save({ 'src/lib.lua': 'return { text = "two" }\n' });
    expect(verdict).toMatchObject({
      event: 'applied',
      files: ['src/lib.lua'],
      entries: { created: [], updated: ['app:lib'], deleted: [] },
      swapped: ['app:hello'],
      restarted: [
        {
          service: 'app:follower.service',
          because: ['app:follower.service', 'app:worker.service', 'app:worker', 'app:lib', 'src/lib.lua'],
        },
        { service: 'app:worker.service', because: ['app:worker.service', 'app:worker', 'app:lib', 'src/lib.lua'] },
      ],
    });
    expect(await call('app:hello')).toBe('two');
    const after = starts();
    const restarted = Object.keys(after).filter((id) => after[id] !== before[id]);
    expect(restarted).toEqual(['app:follower.service', 'app:worker.service']);
  });

  it('that changes no entry makes no version', async () => {
    under = await SessionUnderTest.start(FILES);
    const version = under.session.version;
    const verdict = await under.save({
      'src/_index.yaml': `# A comment\n${INDEX.replace('{name: lib, kind', '{ kind').replace(
        'library.lua, source',
        'library.lua, name: lib, source',
      )}`,
    });
    expect(verdict).toMatchObject({ event: 'noop', registryVersion: version });
  });

  it('with a mistake changes nothing, and the next one is taken over', async () => {
    under = await SessionUnderTest.start(FILES);
    const version = under.session.version;
    const broken = await under.save({ 'src/hello.lua': 'return { main = function( return 1 end }' });
    expect(broken).toMatchObject({
      event: 'rejected',
      registryVersion: version,
      files: ['src/hello.lua'],
      diagnostics: [{ code: 'P0801', file: `${under.directory}/src/hello.lua` }],
    });
    expect(await call('app:hello')).toBe('one');
    expect(await under.save({ 'src/hello.lua': 'return { main = function() return 3 end }' })).toMatchObject({
      event: 'applied',
    });
    expect(await call('app:hello')).toBe(3);
  });

  it('that a service cannot start with takes the former version back', async () => {
    under = await SessionUnderTest.start({
      ...FILES,
      'src/_index.yaml': `${INDEX}  - {name: gateway, kind: http.service, addr: "127.0.0.1:0", lifecycle: {auto_start: true}}\n`,
    });
    const version = under.session.version;
    const verdict = await under.save({
      'src/_index.yaml': `${INDEX}  - {name: gateway, kind: http.service, addr: "192.0.2.1:81", lifecycle: {auto_start: true}}\n`,
    });
    expect(verdict).toMatchObject({
      event: 'rejected',
      registryVersion: version,
      diagnostics: [{ code: 'P0902', entry: 'app:gateway', file: `${under.directory}/src/_index.yaml` }],
    });
    expect(starts()['app:gateway']).not.toBeNull();
    const [newest] = await context().require(registryKey).history.log(1);
    expect(newest).toMatchObject({
      id: version + 1,
      outcome: 'failed',
      entries: ['app:gateway'],
      error: expect.stringContaining('service app:gateway did not start'),
    });
  });

  it('of new entries starts their services, and of fewer entries stops them', async () => {
    under = await SessionUnderTest.start(FILES);
    const more = `${INDEX}  - {name: second, kind: store.memory, lifecycle: {auto_start: true}}\n`;
    expect(await under.save({ 'src/_index.yaml': more })).toMatchObject({
      event: 'applied',
      entries: { created: ['app:second'] },
      started: ['app:second'],
      restarted: [],
    });
    expect(starts()['app:second']).not.toBeNull();
    expect(await under.save({ 'src/_index.yaml': INDEX })).toMatchObject({
      event: 'applied',
      entries: { deleted: ['app:second'] },
      stopped: ['app:second'],
    });
    expect(starts()['app:second']).toBeUndefined();
  });

  it('of a project that could not start at first starts it', async () => {
    under = await SessionUnderTest.start({ ...FILES, 'src/lib.lua': 'return {' });
    expect(under.events.at(-1)).toMatchObject({ event: 'rejected', registryVersion: 0 });
    expect(await under.save({ 'src/lib.lua': 'return { text = "three" }' })).toMatchObject({ event: 'ready' });
    expect(await call('app:hello')).toBe('three');
  });

  it('of what a crashed service runs tries it again at once', async () => {
    under = await SessionUnderTest.start({
      ...FILES,
      'src/worker.lua': 'return { main = function() error("no") end }',
    });
    await expect.poll(() => context().require(supervisorKey).state('app:worker.service')?.status).toBe('failed');
    expect(await under.save({ 'src/worker.lua': FILES['src/worker.lua'] })).toMatchObject({
      event: 'applied',
      restarted: [{ service: 'app:follower.service' }, { service: 'app:worker.service' }],
    });
    expect(starts()['app:worker.service']).not.toBeNull();
  });

  it('leaves nothing behind that listens, whether it restarts services or not', async () => {
    under = await SessionUnderTest.start(FILES);
    const bus = context().require(eventBusKey);
    const before = bus.subscriberCount;
    await under.save({ 'src/other.lua': 'return { main = function() return 2 end }\n' });
    await under.save({ 'src/lib.lua': 'return { text = "two" }\n' });
    expect(bus.subscriberCount).toBe(before);
  });

  it('restarts a service once, also one that several changes concern', async () => {
    under = await SessionUnderTest.start(FILES);
    const counts: Record<string, number> = {};
    context()
      .require(eventBusKey)
      .subscribe({ system: supervisorEventSystem, kind: serviceUpdateEvent }, ({ path, data }) => {
        if ((data as ServiceState).status === 'starting') counts[path] = (counts[path] ?? 0) + 1;
      });
    const verdict = await under.save({
      'src/lib.lua': 'return { text = "two" }\n',
      'src/_index.yaml': INDEX.replace('    process: app:follower\n', '    process: app:follower\n    input: [1]\n'),
    });
    expect(verdict).toMatchObject({
      event: 'applied',
      restarted: [{ service: 'app:follower.service' }, { service: 'app:worker.service' }],
    });
    expect(counts).toEqual({ 'app:follower.service': 1, 'app:worker.service': 1 });
  });

  it('starts and stops what a fresh start would run, with what that needs', async () => {
    const more = (own: boolean): string => `${INDEX}  - {name: needed, kind: store.memory}
  - name: second.service
    kind: process.service
    process: app:follower
    host: app:processes
    lifecycle: {auto_start: ${own}, requires: ["app:needed"]}
`;
    under = await SessionUnderTest.start({ ...FILES, 'src/_index.yaml': more(false) });
    expect(starts()).toMatchObject({ 'app:needed': null, 'app:second.service': null });
    expect(await under.save({ 'src/_index.yaml': more(true) })).toMatchObject({
      event: 'applied',
      started: ['app:needed', 'app:second.service'],
      restarted: [],
    });
    expect(Object.values(starts())).not.toContain(null);
    expect(await under.save({ 'src/_index.yaml': more(false) })).toMatchObject({
      event: 'applied',
      stopped: ['app:needed', 'app:second.service'],
      restarted: [],
    });
    expect(starts()).toMatchObject({ 'app:needed': null, 'app:second.service': null });
  });

  const gateway = (fields: string): string =>
    `${INDEX}  - {name: gateway, kind: http.service, ${fields}, lifecycle: {auto_start: true}}\n`;

  it('is refused where a service cannot start, also where it would not be tried again', async () => {
    under = await SessionUnderTest.start({ ...FILES, 'src/_index.yaml': gateway('addr: "127.0.0.1:0"') });
    const verdict = await under.save({
      'src/_index.yaml': gateway('addr: "127.0.0.1:0", tls: {mode: manual, cert: none, key: none}'),
    });
    expect(verdict).toMatchObject({ event: 'rejected', diagnostics: [{ code: 'P0902', entry: 'app:gateway' }] });
    expect(starts()['app:gateway']).not.toBeNull();
  });

  it('is not refused for a service that failed before it, or that is optional', async () => {
    under = await SessionUnderTest.start({ ...FILES, 'src/_index.yaml': gateway('addr: "192.0.2.1:81"') });
    const failing = { event: 'service', service: 'app:gateway', state: 'failed' };
    expect(await under.save({ 'src/_index.yaml': gateway('addr: "192.0.2.1:82"') })).toMatchObject({
      event: 'applied',
      restarted: [{ service: 'app:gateway' }],
    });
    expect(under.events.at(-1)).toMatchObject(failing);
    expect(await under.save({ 'src/_index.yaml': gateway('addr: "127.0.0.1:0"') })).toMatchObject({ event: 'applied' });
    expect(starts()['app:gateway']).not.toBeNull();
    const optional = gateway('addr: "192.0.2.1:83"').replace(/true}}\n$/, 'true, startup: optional}}\n');
    expect(await under.save({ 'src/_index.yaml': optional })).toMatchObject({
      event: 'applied',
    });
    expect(under.events.at(-1)).toMatchObject(failing);
  });

  it('lets processes that said they are upgradable take the new code with their PID and state', async () => {
    const counter = (code: string): string => `local function main(count)
      process.set_options({upgradable = true})
      process.registry.register("counter")
      local asked, events = process.listen("ask"), process.events()
      while true do
        local got = channel.select{asked:case_receive(), events:case_receive()}
        if got.channel == events and got.value.kind == process.event.OUTDATED then
          process.upgrade(nil, count)
        elseif got.channel == events then
          return
        else
          count = (count or 0) + 1
          process.send(got.value, "answer", {"${code}", count, process.pid()})
        end
      end
    end
    return { main = main }`;
    const asker = `return { main = function()
      local answers = process.listen("answer")
      process.send("counter", "ask", process.pid())
      return (answers:receive())
    end }`;
    under = await SessionUnderTest.start({
      ...FILES,
      'src/worker.lua': counter('old'),
      'src/other.lua': asker,
    });
    const [code, count, pid] = (await call('app:other')) as unknown[];
    expect([code, count]).toEqual(['old', 1]);
    const before = starts();
    expect(await under.save({ 'src/worker.lua': counter('new') })).toMatchObject({ event: 'applied', restarted: [] });
    await expect.poll(async () => ((await call('app:other')) as unknown[])[0]).toBe('new');
    const [, next, same] = (await call('app:other')) as unknown[];
    expect(next).toBeGreaterThan(1);
    expect(same).toBe(pid);
    expect(starts()).toEqual(before);
  });
});

describe('going back', () => {
  it('to a version makes a new one with its entries, until the files are edited', async () => {
    under = await SessionUnderTest.start(FILES);
    const first = under.session.version;
    await under.save({ 'src/lib.lua': 'return { text = "two" }\n' });
    expect(await call('app:hello')).toBe('two');
    const event = await under.session.rollback(first);
    expect(event).toMatchObject({
      registryVersion: first + 2,
      rollback: first,
      detached: true,
      entries: { updated: ['app:lib'] },
      restarted: [{ service: 'app:follower.service' }, { service: 'app:worker.service' }],
    });
    expect(await call('app:hello')).toBe('one');
    // Files that say what they said are no reason to leave the version.
    expect(await under.save({ 'src/other.lua': FILES['src/other.lua'] })).toMatchObject({ event: 'noop' });
    expect(await call('app:hello')).toBe('one');
    expect(await under.save({ 'src/other.lua': 'return { main = function() return 2 end }\n' })).toMatchObject({
      event: 'applied',
      entries: { updated: ['app:lib', 'app:other'] },
    });
    expect(await call('app:hello')).toBe('two');
  });

  it('to a version that is not there says so', async () => {
    under = await SessionUnderTest.start(FILES);
    await expect(under.session.rollback(99)).rejects.toMatchObject({ kind: 'NotFound' });
  });
});
