import { describe, expect, it } from 'vitest';
import {
  defaultLifecycle,
  type Lifecycle,
  lifecycleSchema,
  type ServiceState,
  Supervisor,
  type SupervisorOptions,
} from '../../../src/core/supervisor/index.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import { flush, ManualClock } from '../../infrastructure/manual-clock.ts';
import { FakeService } from './fake-service.ts';

function setUp(options: Partial<SupervisorOptions> = {}) {
  const clock = new ManualClock();
  const bus = new EventBus();
  const log: string[] = [];
  // A random number of one half means no jitter.
  const supervisor = new Supervisor({ bus, clock, random: () => 0.5, ...options });
  const services = new Map<string, FakeService>();
  const add = async (id: string, lifecycle: Partial<Lifecycle> = {}): Promise<FakeService> => {
    const service = new FakeService(id, log);
    services.set(id, service);
    await supervisor.register(id, service, defaultLifecycle(lifecycle));
    return service;
  };
  return { clock, bus, log, supervisor, add, status: (id: string) => supervisor.state(id)?.status };
}

describe('lifecycleSchema', () => {
  it('has the documented defaults', () => {
    expect(lifecycleSchema().parse(undefined)).toEqual({
      autoStart: false,
      startup: 'required',
      requires: [],
      startTimeout: 10_000,
      stopTimeout: 10_000,
      stableThreshold: 5000,
      restart: { initialDelay: 1000, maxDelay: 90_000, backoffFactor: 2, jitter: 0.1, maxAttempts: 0 },
      security: undefined,
    });
  });

  it('merges the old name of requires and takes unknown words for startup', () => {
    const lifecycle = lifecycleSchema().parse({
      requires: ['a:1'],
      depends_on: ['a:2', 'a:1'],
      startup: 'eager',
      start_timeout: '1m',
    });
    expect(lifecycle).toMatchObject({ requires: ['a:1', 'a:2'], startup: 'required', startTimeout: 60_000 });
  });
});

describe('Supervisor start and stop', () => {
  it('starts dependencies first and stops dependents first', async () => {
    const { supervisor, add, log } = setUp();
    await add('web', { requires: ['cache', 'db'] });
    await add('cache', { requires: ['db'] });
    await add('db');
    const report = await supervisor.start('web');
    expect(report).toEqual({ running: ['web'], failed: new Map() });
    expect(log).toEqual(['start db', 'run db', 'start cache', 'run cache', 'start web', 'run web']);
    log.length = 0;
    await supervisor.stop('db');
    expect(log).toEqual(['stop web', 'stop cache', 'stop db']);
    expect(supervisor.states().map((state) => [state.id, state.status, state.desired])).toEqual([
      ['cache', 'stopped', 'stopped'],
      ['db', 'stopped', 'stopped'],
      ['web', 'stopped', 'stopped'],
    ]);
  });

  it('finds dependencies through entries that are no services', async () => {
    const references: Record<string, string[]> = {
      web: ['router'],
      router: ['function'],
      function: ['db', 'web'],
      db: [],
    };
    const { supervisor, add, log } = setUp({ references: (id) => references[id] ?? [] });
    await add('web');
    await add('db');
    await supervisor.start('web');
    expect(log).toEqual(['start db', 'run db', 'start web', 'run web']);
    expect(supervisor.dependents('db')).toEqual(['web']);
  });

  it('starts services that do not need each other at the same time', async () => {
    const { supervisor, add, log } = setUp();
    const release: (() => void)[] = [];
    for (const id of ['a', 'b']) (await add(id)).onStart = () => new Promise((resolve) => release.push(resolve));
    const started = supervisor.start(['a', 'b']);
    await flush();
    expect(log).toEqual(['start a', 'start b']);
    for (const resolve of release) resolve();
    expect((await started).running).toEqual(['a', 'b']);
  });

  it('does not let a stalled service hold services that do not need it', async () => {
    const { supervisor, add, status } = setUp();
    supervisor.begin();
    (await add('stalled', { autoStart: true })).onStart = () => new Promise(() => undefined);
    await add('other', { autoStart: true });
    await add('needs-stalled', { autoStart: true, requires: ['stalled'] });
    await supervisor.commit();
    await flush();
    expect([status('stalled'), status('other'), status('needs-stalled')]).toEqual(['starting', 'running', 'unknown']);
  });

  it('blocks a service whose requirement does not exist, until it does', async () => {
    const { supervisor, add, status } = setUp();
    await add('web', { requires: ['db'] });
    const report = await supervisor.start('web');
    expect(report.failed.get('web')).toMatchObject({
      kind: 'Invalid',
      message: 'service startup blocked by missing dependencies: web requires db',
    });
    await add('db', { autoStart: true });
    await flush();
    expect(status('web')).toBe('running');
  });

  it('refuses to start a cycle and names it', async () => {
    const { supervisor, add } = setUp();
    await add('a', { requires: ['b'] });
    await add('b', { requires: ['a'] });
    await add('free');
    const report = await supervisor.start(['a', 'free']);
    expect(report.running).toEqual(['free']);
    expect(report.failed.get('a')?.message).toBe(
      'failed to determine start dependency levels: cycle detected: a -> b -> a',
    );
  });

  it('suggests the id of an unknown service', async () => {
    const { supervisor, add } = setUp();
    await add('app:worker');
    await expect(supervisor.start('app:wroker')).rejects.toMatchObject({
      kind: 'NotFound',
      hint: 'Did you mean "app:worker"?',
    });
  });

  it('gives up a stop that takes too long and stops the rest', async () => {
    const { supervisor, add, clock, log } = setUp();
    await add('db');
    (await add('web', { requires: ['db'], stopTimeout: 2000 })).onStop = () => new Promise(() => undefined);
    await supervisor.start('web');
    const stopped = supervisor.shutdown();
    await clock.advance(2000);
    await stopped;
    expect(supervisor.state('web')).toMatchObject({ status: 'failed', details: 'stop timeout after 2s' });
    expect(log.slice(-2)).toEqual(['stop web', 'stop db']);
    await expect(supervisor.start('db')).rejects.toThrow('the supervisor has shut down');
  });

  it('stops resources after all others at the shutdown', async () => {
    const { supervisor, add, log } = setUp();
    const store = await add('a-store');
    Object.assign(store, { resource: true });
    await add('b-user');
    await add('c-user', { requires: ['b-user'] });
    await supervisor.start(['a-store', 'b-user', 'c-user']);
    await supervisor.shutdown();
    expect(log.slice(-3)).toEqual(['stop c-user', 'stop b-user', 'stop a-store']);
  });

  it('cancels a start when it is stopped', async () => {
    const { supervisor, add, status } = setUp();
    let aborted = false;
    (await add('slow')).onStart = ({ signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        }),
      );
    const started = supervisor.start('slow');
    await flush();
    await supervisor.stop('slow');
    await started;
    expect([aborted, status('slow')]).toEqual([true, 'stopped']);
  });
});

describe('Supervisor restarts', () => {
  it('waits longer after each failure, up to the limit', async () => {
    const { supervisor, add, clock } = setUp();
    const service = await add('web', {
      restart: { initialDelay: 1000, maxDelay: 5000, backoffFactor: 2, jitter: 0, maxAttempts: 0 },
    });
    service.onStart = () => Promise.reject(new Error('port in use'));
    void supervisor.start('web');
    await flush();
    const delays: number[] = [];
    for (let i = 0; i < 5; i++) {
      const [delay] = clock.pending;
      delays.push(delay);
      await clock.advance(delay);
    }
    expect(delays).toEqual([1000, 2000, 4000, 5000, 5000]);
    expect(supervisor.state('web')).toMatchObject({
      status: 'failed',
      desired: 'running',
      details: 'port in use',
      retryCount: 5,
      retrying: true,
    });
  });

  it('begins again with the first delay after a stable run', async () => {
    const { supervisor, add, clock } = setUp();
    const service = await add('web', { stableThreshold: 5000 });
    await supervisor.start('web');
    for (let i = 0; i < 3; i++) {
      service.crash(new Error('crash'));
      await flush();
      await clock.advance(clock.pending[0]);
    }
    expect(supervisor.state('web')).toMatchObject({ status: 'running', retryCount: 3 });
    await clock.advance(5000);
    service.crash(new Error('crash'));
    await flush();
    expect(clock.pending).toEqual([1000]);
  });

  it('stops trying after the last attempt and fails its dependents', async () => {
    const { supervisor, add, clock, status } = setUp();
    const restart = { ...defaultLifecycle().restart, maxAttempts: 2 };
    (await add('db', { restart })).onStart = () => Promise.reject(new Error('no disk'));
    await add('web', { requires: ['db'] });
    const started = supervisor.start('web');
    await clock.advance(1000);
    const report = await started;
    expect(report.failed.get('web')).toMatchObject({
      kind: 'Unavailable',
      message: 'failed to start service: web: dependency db does not run: no disk',
    });
    expect([status('db'), status('web'), clock.pending]).toEqual(['failed', 'failed', []]);
    expect(supervisor.state('db')?.retrying).toBe(false);
  });

  it('starts a blocked service once its dependency runs after all', async () => {
    const { supervisor, add, status } = setUp();
    const db = await add('db', { restart: { ...defaultLifecycle().restart, maxAttempts: 1 } });
    db.onStart = () => Promise.reject(new Error('no disk'));
    await add('web', { requires: ['db'] });
    await supervisor.start('web');
    db.onStart = async () => undefined;
    await supervisor.start('db');
    await supervisor.settled();
    expect(status('web')).toBe('running');
  });

  it.each([
    ['an error that is not retryable', new WippyError('bad config', { retryable: false })],
    ['a terminated process', new WippyError('service terminated', { kind: 'Terminated' })],
    ['a cancelled one', new WippyError('canceled', { kind: 'Canceled' })],
  ])('do not happen after %s', async (_name, error) => {
    const { supervisor, add, clock } = setUp();
    const service = await add('web');
    await supervisor.start('web');
    service.crash(error);
    await flush();
    expect(supervisor.state('web')).toMatchObject({ status: 'exited', details: error.message });
    expect(clock.pending).toEqual([]);
  });

  it('do not happen after a service has finished its work', async () => {
    const { supervisor, add } = setUp();
    const service = await add('job');
    await supervisor.start('job');
    service.finish();
    await flush();
    expect(supervisor.state('job')).toMatchObject({ status: 'exited', details: 'service exited' });
    await supervisor.settled();
  });

  it('follow a start that takes too long, after it was aborted', async () => {
    const { supervisor, add, clock, log } = setUp();
    const service = await add('web', { startTimeout: 3000 });
    let release: () => void = () => undefined;
    service.onStart = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    const started = supervisor.start('web');
    await clock.advance(3000);
    release();
    service.onStart = async () => undefined;
    await flush();
    expect(supervisor.state('web')).toMatchObject({ status: 'failed', details: 'start timeout' });
    await clock.advance(1000);
    expect((await started).running).toEqual(['web']);
    expect(log).toEqual(['start web', 'run web', 'stop web', 'start web', 'run web']);
  });

  it('of optional services are not waited for', async () => {
    const { supervisor, add } = setUp();
    (await add('extra', { startup: 'optional' })).onStart = () => Promise.reject(new Error('later'));
    await add('main');
    expect(await supervisor.start(['extra', 'main'])).toEqual({ running: ['main'], failed: new Map() });
  });

  it('by hand include the dependents that ran', async () => {
    const { supervisor, add, log } = setUp();
    await add('db');
    await add('web', { requires: ['db'] });
    await add('idle', { requires: ['db'] });
    await supervisor.start('web');
    log.length = 0;
    await supervisor.restart('db');
    expect(log).toEqual(['stop web', 'stop db', 'start db', 'run db', 'start web', 'run web']);
    log.length = 0;
    await supervisor.restart('db', { dependents: false });
    expect(log).toEqual(['stop db', 'start db', 'run db']);
  });
});

describe('Supervisor transactions', () => {
  it('take effect together, at the end', async () => {
    const { supervisor, add, log } = setUp();
    supervisor.begin();
    await add('db', { autoStart: true });
    await add('web', { autoStart: true, requires: ['db'] });
    await flush();
    expect(log).toEqual([]);
    await supervisor.commit();
    expect((await supervisor.settled()).running).toEqual(['db', 'web']);
  });

  it('replace a running service and restart only what needs it', async () => {
    const { supervisor, add, log } = setUp();
    await add('db', { autoStart: true });
    await add('web', { autoStart: true, requires: ['db'] });
    await add('other', { autoStart: true });
    await supervisor.settled();
    log.length = 0;
    supervisor.begin();
    const renewed = new FakeService('db2', log);
    await supervisor.replace('db', renewed, defaultLifecycle({ autoStart: true }));
    await supervisor.commit();
    await supervisor.settled();
    expect(log).toEqual(['stop web', 'stop db', 'start db2', 'run db2', 'start web', 'run web']);
  });

  it('leave a service alone that is the same object again after a rollback', async () => {
    const { supervisor, add, log } = setUp();
    const service = await add('db', { autoStart: true });
    await supervisor.settled();
    log.length = 0;
    supervisor.begin();
    void supervisor.remove('db');
    void supervisor.register('db', service, defaultLifecycle({ autoStart: true }));
    await supervisor.discard();
    await supervisor.settled();
    expect(log).toEqual([]);
    expect(supervisor.state('db')?.status).toBe('running');
  });

  it('stop removed services and block what still requires them', async () => {
    const { supervisor, add, log, status } = setUp();
    await add('db', { autoStart: true });
    await add('web', { autoStart: true, requires: ['db'] });
    await supervisor.settled();
    log.length = 0;
    await supervisor.remove('db');
    await supervisor.settled();
    expect(log).toEqual(['stop web', 'stop db']);
    expect([status('db'), status('web')]).toEqual([undefined, 'failed']);
  });
});

describe('events of the supervisor', () => {
  it('tell each state', async () => {
    const { supervisor, add, bus } = setUp();
    const seen: string[] = [];
    bus.subscribe({ system: 'supervisor', kind: 'service.update' }, ({ path, data }) => {
      const { status, details } = data as ServiceState;
      seen.push(`${path} ${status} ${details}`.trim());
    });
    await add('web');
    await supervisor.start('web');
    await supervisor.stop('web');
    await bus.idle();
    expect(seen).toEqual(['web starting attempt 1', 'web running', 'web stopping', 'web stopped']);
  });
});
