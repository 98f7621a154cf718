import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { PID } from '../../../src/core/pid/pid.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { FunctionCommand, registerFunctionCommands } from '../../../src/system/functions/function-commands.ts';
import { FunctionPools } from '../../../src/system/functions/function-pools.ts';
import { FunctionRegistry } from '../../../src/system/functions/function-registry.ts';
import { ProcessFunction } from '../../../src/system/functions/process-function.ts';
import { AccessControl } from '../../../src/system/security/access-control.ts';
import { PolicyScope } from '../../../src/system/security/policy-scope.ts';
import { FakeProcess, type Step, settle, text } from '../../core/scheduler/support.ts';
import { HOST, System } from '../support.ts';
import { ask, callOf } from './support.ts';

function setup() {
  const system = new System();
  const functions = new FunctionRegistry();
  registerFunctionCommands(system.dispatcher, functions, new AccessControl());
  const pools = new FunctionPools({ scheduler: system.options, pids: system.pids, clock: systemClock });
  const define = (id: string, step: Step, config: object = { type: 'static', workers: 1 }) => {
    const made: FakeProcess[] = [];
    const create = () => {
      const process = new FakeProcess(step);
      made.push(process);
      return process;
    };
    functions.register(id, pools.create({ id, language: 'lua', method: 'handler', config, create }));
    return made;
  };
  return { system, functions, pools, define };
}

const echo: Step = (_events, out, self) => out.done(self.input);

describe('functions made of processes', () => {
  it('serve calls one after the other with the same process', async () => {
    const { system, functions, define } = setup();
    const made = define('app:echo', echo);
    const answers = [1, 2, 3].map((data) => ask(functions, callOf({ target: 'app:echo', payloads: [text(data)] })));
    await settle(system.loop);
    expect(answers.map(({ result }) => result)).toEqual([{ data: 1 }, { data: 2 }, { data: 3 }]);
    expect(made).toHaveLength(1);
    expect([made[0].inits, made[0].closes, made[0].method]).toEqual([3, 0, 'handler']);
    expect(made[0].context.pid!.host).toBe('app:echo#lua.1');
    await functions.close();
    expect(made[0].closes).toBe(1);
    expect(system.node.host('app:echo#lua.1')).toBeUndefined();
  });

  it('break off an endless call and serve the next with a fresh process', async () => {
    const { system, functions, define } = setup();
    const made = define('app:fn', (_events, out, self) => {
      if (self.input.length === 0) out.status = 'ready';
      else out.done(self.input);
    });
    const endless = ask(functions, callOf());
    const next = ask(functions, callOf({ payloads: [text('next')] }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(made[0].steps).toBeGreaterThan(0);
    endless.running.cancel();
    await settle(system.loop);
    expect([endless.result, next.result]).toEqual([{ error: 'context canceled' }, { data: 'next' }]);
    expect([made.length, made[0].closes, made[1].closes]).toEqual([2, 1, 0]);
  });

  it('find out at registration that a static pool cannot be filled', async () => {
    const { pools, system } = setup();
    const create = () => {
      throw new WippyError('syntax error');
    };
    const definition = { id: 'app:bad', language: 'lua', method: 'handler', create };
    expect(() => pools.create({ ...definition, config: { workers: 2 } })).toThrow('syntax error');
    await settle(system.loop);
    expect(system.node.host('app:bad#lua.1')).toBeUndefined();
    expect(() => pools.create(definition)).not.toThrow();
  });

  it('are called by processes, which wait for the answer', async () => {
    const { system, define } = setup();
    define('app:echo', echo);
    system.define('app:caller', (events, out) => {
      const [event] = events;
      if (event?.kind === 'complete') {
        if (event.error !== null) out.fail(event.error);
        else out.done(event.data as never);
        return;
      }
      out.status = 'blocked';
      out.yield(1, { id: FunctionCommand.Call, target: 'app:echo', payloads: [text('hi')] } as never);
    });
    expect(await system.start('app:caller').ended).toEqual({ value: [text('hi')], error: null });
  });

  it('are cancelled with the process that called them', async () => {
    const { system, define } = setup();
    const made = define('app:slow', () => {});
    system.define('app:caller', (_events, out) => {
      out.status = 'blocked';
      out.yield(1, { id: FunctionCommand.Call, target: 'app:slow', payloads: [] } as never);
    });
    const caller = system.start('app:caller');
    await settle(system.loop);
    expect(made[0].steps).toBe(1);
    system.processes.terminate(caller.pid);
    await caller.ended;
    await settle(system.loop);
    expect(made[0].closes).toBe(1);
  });
});

describe('the call command', () => {
  const call = (command: object, frame = FrameContext.root()) => {
    const { system, define } = setup();
    define('app:echo', echo);
    return new Promise((resolve) => {
      const commandCompleted = (answer: { error: { message: string } | null }) => resolve(answer.error?.message);
      const full = { id: FunctionCommand.Call, target: 'app:echo', payloads: [], ...command };
      system.dispatcher.dispatch(full, 1, { commandCompleted }, frame);
    });
  };
  const allowing = (...actions: string[]) => {
    const evaluate = (_actor: unknown, action: string) => (actions.includes(action) ? 'allow' : 'undefined') as 'allow';
    return FrameContext.root({ actor: { id: 'u', meta: {} }, scope: new PolicyScope([{ id: 'a:p', evaluate }]) });
  };

  it('checks the id of the function', async () => {
    expect(await call({ target: '' })).toBe('function ID required');
    expect(await call({ target: 'echo' })).toBe('namespace required in function ID');
    expect(await call({ target: 'app:' })).toBe('name required in function ID');
    expect(await call({ target: 'app:none' })).toBe('no handler registered for target');
    expect(await call({})).toBeUndefined();
  });

  it('checks the permissions of the caller', async () => {
    expect(await call({}, allowing())).toBe('not allowed: app:echo');
    expect(await call({}, allowing('funcs.call'))).toBeUndefined();
    expect(await call({ values: { a: 1 } }, allowing('funcs.call'))).toBe(
      'not allowed to call functions with custom context',
    );
    expect(await call({ actor: null }, allowing('funcs.call', 'funcs.context'))).toBe(
      'not allowed to call functions with custom security context',
    );
  });
});

describe('a process called as a function', () => {
  it('is spawned on its host and answers with its result', async () => {
    const { system } = setup();
    system.define('app:job', echo);
    const job = new ProcessFunction(system.processes, 'app:job', HOST);
    const answer = ask(job, callOf({ payloads: [text('work')] }));
    expect(job.statistics()).toMatchObject({ active: 1 });
    await settle(system.loop);
    expect(answer.result).toEqual({ data: 'work' });
    await job.retire();
    expect(ask(job).result).toEqual({ error: 'pool is closed' });
  });

  it('gets CANCEL when its caller gives up', async () => {
    const { system } = setup();
    const events: unknown[] = [];
    system.define('app:job', (incoming, out) => {
      for (const event of incoming) if (event.kind === 'message') events.push(event.message.payloads[0].data);
      if (events.length > 0) out.done(null);
    });
    const job = new ProcessFunction(system.processes, 'app:job', HOST);
    const from = new PID('', 'app:x', '0x9');
    const answer = ask(job, callOf({ context: FrameContext.root({ pid: from }) }));
    await settle(system.loop);
    answer.running.cancel();
    await settle(system.loop);
    expect(answer.result).toEqual({ error: 'context canceled' });
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.cancel', from, reason: 'caller context canceled' })]);
    expect(system.host.scheduler!.processCount).toBe(0);
  });

  it('answers with the error when it cannot be spawned', () => {
    const { system } = setup();
    const job = new ProcessFunction(system.processes, 'app:none', HOST);
    expect(ask(job).result).toEqual({ error: 'factory not found' });
    expect(job.statistics().active).toBe(0);
  });
});
