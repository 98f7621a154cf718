import { cpus, hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/context/identity.ts';
import { Supervisor } from '../../src/core/supervisor/index.ts';
import { EventBus } from '../../src/infrastructure/event-bus/index.ts';
import { silentLogger } from '../../src/infrastructure/logger/index.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { processModule } from '../../src/modules/process/index.ts';
import { systemModule } from '../../src/modules/system/index.ts';
import { registerSystemCommands } from '../../src/services/system/commands.ts';
import { MemoryMonitor } from '../../src/services/system/memory.ts';
import { accessKey, namesKey, nodeKey } from '../../src/system/context-keys.ts';
import { PolicyScope } from '../../src/system/security/policy-scope.ts';
import { HOST, runLua } from '../support/lua-harness.ts';

interface Options {
  policy?: Policy;
  supervisor?: Supervisor;
  exits?: number[];
  entries?: Record<string, string>;
}

async function run(body: string, { policy, supervisor, exits = [], entries = {} }: Options = {}) {
  const services = supervisor ?? new Supervisor({ bus: new EventBus() });
  const { value, error } = await runLua(`return function() ${body} end`, {
    modules: [systemModule, processModule],
    entries,
    register: (dispatcher, context) =>
      registerSystemCommands(dispatcher, {
        access: context.require(accessKey),
        memory: new MemoryMonitor(silentLogger),
        modules: () => [systemModule],
        names: context.require(namesKey),
        node: context.require(nodeKey),
        settings: { maximumProcessors: 1 },
        shutdown: (code) => exits.push(code),
        supervisor: services,
      }),
    ...(policy === undefined ? {} : { actor: { id: 'ada', meta: {} }, scope: new PolicyScope([policy]) }),
  });
  if (error !== null) throw error;
  return value;
}

describe('module system', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(systemModule.types).problems).toEqual([]);
  });

  it('tells about the host process', async () => {
    const value = await run(
      'return {system.process.pid(), system.process.hostname(), system.process.cwd(), system.runtime.cpu_count()}',
    );
    expect(value).toEqual([process.pid, hostname(), process.cwd(), cpus().length]);
  });

  it('tells about memory, and collects garbage', async () => {
    const value = (await run(`
      return {system.memory.stats(), system.memory.allocated() > 0, system.memory.heap_objects() > 0, system.gc.collect()}
    `)) as [Record<string, number>, ...boolean[]];
    expect(Object.keys(value[0]).sort()).toEqual(
      [
        'alloc',
        'heap_alloc',
        'heap_idle',
        'heap_in_use',
        'heap_objects',
        'heap_released',
        'heap_sys',
        'mspan_in_use',
      ].concat(['mspan_sys', 'next_gc', 'num_gc', 'stack_in_use', 'stack_sys', 'sys', 'total_alloc']),
    );
    expect(value[0].sys).toBeGreaterThan(value[0].heap_in_use as number);
    expect(value.slice(1)).toEqual([true, true, true]);
  });

  it('keeps settings and gives the value before', async () => {
    const value = await run(`
      local before = system.memory.set_limit(1000000)
      return {system.memory.get_limit(), system.memory.set_limit(-1), system.memory.get_limit() == before,
        math.type(before), system.gc.set_percent(200), system.gc.get_percent(),
        system.runtime.max_procs(4), system.runtime.max_procs(), system.runtime.goroutines()}`);
    expect(value).toEqual([1_000_000, 1_000_000, true, 'integer', 100, 200, 1, 4, 2]);
  });

  it.each([
    ['system.memory.set_limit()', 'memory limit value required'],
    ['system.memory.set_limit(-2)', 'limit must be non-negative or -1'],
    ['system.gc.set_percent()', 'percent value required'],
    ['system.runtime.max_procs(0)', 'GOMAXPROCS value must be positive'],
    ['system.supervisor.state("")', 'service ID required'],
    ['system.hosts.processes("")', 'host ID required'],
  ])('refuses %s', async (call, message) => {
    const value = await run(`local v, err = ${call} return {v == nil, err:kind(), err:message()}`);
    expect(value).toEqual([true, 'Invalid', message]);
  });

  it('answers as a node that stands alone', async () => {
    const value = await run(`
      local function failed(v, err) return {tostring(v), err:kind(), err:message()} end
      return {system.node.id(), system.node.role(), system.cluster.members(), system.cluster.leader(),
        system.cluster.size(), failed(system.node.addr()), failed(system.raft.is_leader()), failed(system.raft.is_member()),
        failed(system.raft.role()), failed(system.raft.term()), failed(system.raft.commit_index()),
        failed(system.raft.stats())}`);
    const noRaft = ['nil', 'Internal', 'raft not available'];
    expect(value).toEqual([
      'local',
      'non-member',
      [{ id: 'local', is_local: true }],
      '',
      1,
      ['nil', 'Internal', 'local node address not available'],
      ...Array.from({ length: 6 }, () => noRaft),
    ]);
  });

  it('lists the modules', async () => {
    expect(await run('return system.modules()')).toEqual([
      { name: 'system', description: systemModule.description, class: ['process', 'nondeterministic'] },
    ]);
  });

  it('lists hosts and their processes', async () => {
    const value = (await run(`
      return {system.hosts.list(), system.hosts.processes("${HOST}"), #system.hosts.processes("app:none"),
        math.type(system.hosts.processes("${HOST}")[1].started_at)}`)) as [object[], object[], number, string];
    expect(value[0]).toEqual([
      { id: HOST, workers: 1, processes: 1, executed: expect.any(Number), stolen: 0, queue_depth: 0 },
    ]);
    expect(value[1]).toEqual([
      expect.objectContaining({ pid: `{${HOST}|0x00001}`, host: HOST, source: 'app:main', state: 'running' }),
    ]);
    expect(value.slice(2)).toEqual([0, 'integer']);
  });

  it('tells the states of services', async () => {
    const supervisor = new Supervisor({ bus: new EventBus() });
    await supervisor.register('app:db', {
      start: async () => ({ done: new Promise(() => undefined) }),
      stop: async () => undefined,
    });
    const value = (await run(
      `local state, err = system.supervisor.state("app:none")
       return {system.supervisor.states(), system.supervisor.state("app:db").status, err:kind(), err:message()}`,
      { supervisor },
    )) as [object[], ...string[]];
    expect(value[0]).toEqual([
      expect.objectContaining({ id: 'app:db', desired: 'stopped', retry_count: 0, started_at: 0 }),
    ]);
    expect(value[1]).toBe(supervisor.state('app:db')?.status);
    expect(value.slice(2)).toEqual(['Internal', 'get service state: service not found: app:none']);
  });

  it('ends the program', async () => {
    const exits: number[] = [];
    expect(await run('return {system.exit(3), system.exit()}', { exits })).toEqual([true, true]);
    expect(exits).toEqual([3, 0]);
  });

  it('locks a name until its holder gives it up', async () => {
    const value = await run(`
      local lock = system.lock
      local function failed(v, err) return {v, err:kind(), err:message()} end
      return {lock.release("job"), lock.acquire("job"), failed(lock.acquire("job")), lock.release("job"),
        lock.release("job"), lock.acquire("job")}`);
    expect(value).toEqual([false, true, [false, 'AlreadyExists', 'lock held: job'], true, false, true]);
  });

  it('gives a lock free when the process that holds it ends', async () => {
    const value = await run(
      `local events = process.events()
       local pid = process.spawn_monitored("app:holder", "${HOST}", process.pid())
       process.listen("held"):receive()
       local taken, stolen = system.lock.acquire("job"), system.lock.release("job")
       process.send(pid, "go", true)
       events:receive()
       return {taken, stolen, system.lock.acquire("job")}`,
      {
        entries: {
          'app:holder': `return function(parent)
            system.lock.acquire("job")
            process.send(parent, "held", true)
            process.listen("go"):receive()
          end`,
        },
      },
    );
    expect(value).toEqual([false, false, true]);
  });

  it('asks the policies', async () => {
    const asked: string[] = [];
    const policy: Policy = {
      id: 'app:none',
      evaluate: (_actor, action, resource) => {
        asked.push(`${action} ${resource}`);
        return 'deny';
      },
    };
    const value = await run(
      `local kinds = {}
       local function try(f, ...)
         local v, err = f(...)
         kinds[#kinds + 1] = err:kind() .. ": " .. err:message()
       end
       try(system.memory.stats) try(system.memory.set_limit, 1) try(system.gc.collect) try(system.gc.set_percent, 1)
       try(system.runtime.max_procs, 2) try(system.raft.stats) try(system.exit) try(system.lock.acquire, "job")
       return kinds`,
      { policy },
    );
    expect(value).toEqual([
      'Invalid: permission denied: system.read on memory',
      'Invalid: permission denied: system.control on memory_limit',
      'Invalid: permission denied: system.gc on gc',
      'Invalid: permission denied: system.gc on gc_percent',
      'Invalid: permission denied: system.control on gomaxprocs',
      'Invalid: permission denied: system.read on raft_stats',
      'Invalid: permission denied: system.exit',
      'PermissionDenied: permission denied: system.lock on job',
    ]);
    expect(asked).toContain('system.exit ');
  });
});
