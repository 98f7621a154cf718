// Spawns, messages, function calls and memory of the process core with trivial processes in place of Lua.
// Usage: node --expose-gc bench/runtime-core.mjs [--cpu-prof is useful too]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(path.join(tmpdir(), 'wippy-bench-'));
const file = path.join(folder, 'core.mjs');
await build({
  stdin: {
    contents: `
      export * from './src/core/context/frame-context.ts';
      export * from './src/core/dispatcher/dispatcher.ts';
      export * from './src/core/pid/pid-generator.ts';
      export * from './src/core/relay/node.ts';
      export * from './src/core/relay/router.ts';
      export * from './src/core/scheduler/process-host.ts';
      export * from './src/core/scheduler/scheduler-loop.ts';
      export * from './src/infrastructure/clock.ts';
      export * from './src/system/factory/factory-registry.ts';
      export * from './src/system/functions/function-commands.ts';
      export * from './src/system/functions/function-pools.ts';
      export * from './src/system/functions/function-registry.ts';
      export * from './src/system/functions/retry-interceptor.ts';
      export * from './src/system/functions/timeout-interceptor.ts';
      export * from './src/system/lifecycle/lifecycle-registry.ts';
      export * from './src/system/lifecycle/topology-lifecycle.ts';
      export * from './src/system/processes/process-commands.ts';
      export * from './src/system/processes/process-handlers.ts';
      export * from './src/system/processes/process-manager.ts';
      export * from './src/system/security/access-control.ts';
      export * from './src/system/topology/names.ts';
      export * from './src/system/topology/topology.ts';
    `,
    resolveDir: root,
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: file,
});
const core = await import(pathToFileURL(file).href);
rmSync(folder, { recursive: true });

const ANSWER = 10;
const HOST = 'app:processes';
const node = new core.Node();
const router = new core.Router(node);
const dispatcher = new core.Dispatcher();
const loop = new core.SchedulerLoop();
const pids = new core.PidGenerator();
const names = new core.Names();
const topology = new core.Topology(node, router);
const access = new core.AccessControl();
const factories = new core.FactoryRegistry();
const lifecycle = new core.LifecycleRegistry();
lifecycle.register('topology', new core.TopologyLifecycle(topology, names));
const scheduler = {
  dispatcher,
  node,
  loop,
  lifecycle,
  onDefect: (error) => process.stderr.write(`${error.stack}\n`),
};
const processes = new core.ProcessManager({ node, router, topology, names, factories, pids });
const functions = new core.FunctionRegistry();
functions.interceptors.register(core.timeoutInterceptor(core.systemClock));
functions.interceptors.register(core.retryInterceptor(core.systemClock));
core.registerProcessCommands(dispatcher, { processes, topology, access });
core.registerFunctionCommands(dispatcher, functions, access);
dispatcher.register(ANSWER, (_command, completion) => completion.complete(null));
dispatcher.freeze();
new core.ProcessHost(HOST, {}, scheduler).start();
const pools = new core.FunctionPools({ scheduler, pids, clock: core.systemClock });
const service = core.FrameContext.root({ id: 'app:bench' });

let create = () => null;
factories.register('app:bench', { create: () => create() });

/** Spawns through the process manager, as a Lua process would. */
function spawn(make, observer = null) {
  create = make;
  const pid = processes.spawn({ source: 'app:bench', host: HOST, input: [] }, service, observer);
  return { pid };
}

class OneStep {
  init() {}
  step(_events, out) {
    out.done(null);
  }
  close() {}
}

class Idle {
  init() {}
  step(_events, out) {
    out.status = 'idle';
  }
  close() {}
}

class Ping {
  constructor(rounds) {
    this.context = null;
    this.rounds = rounds;
    this.peer = '';
    this.first = true;
  }
  init(context) {
    this.context = context;
  }
  step(events, out) {
    if (this.first && this.peer !== '') {
      this.first = false;
      this.send();
    }
    for (let index = 0; index < events.length; index++) {
      const event = events[index];
      if (event.kind !== 'message') continue;
      if (this.rounds > 0 && --this.rounds === 0) {
        out.done(null);
        return;
      }
      this.peer = event.message.from.text;
      this.send();
    }
    out.status = 'idle';
  }
  send() {
    const payloads = [{ format: 'lua/any', data: 1 }];
    const command = { id: core.ProcessCommand.Send, destination: this.peer, topic: 'ping', payloads };
    dispatcher.perform(command, this.context);
  }
  close() {}
}

class Commands {
  constructor(rounds) {
    this.rounds = rounds;
  }
  init() {}
  step(_events, out) {
    if (this.rounds-- === 0) {
      out.done(null);
      return;
    }
    out.status = 'blocked';
    out.yield(1, { id: ANSWER });
  }
  close() {}
}

async function timed(name, count, run) {
  for (let warm = 0; warm < 2; warm++) await run(Math.ceil(count / 5));
  const start = performance.now();
  await run(count);
  const seconds = (performance.now() - start) / 1000;
  const rate = Math.round(count / seconds).toLocaleString('en');
  process.stdout.write(`${name}: ${rate}/s (${((seconds * 1e6) / count).toFixed(2)} us each)\n`);
}

function ended(make) {
  return new Promise((resolve, reject) =>
    spawn(make, { processEnded: (_record, { error }) => (error === null ? resolve() : reject(error)) }),
  );
}

await timed('spawn and end', 500_000, async (count) => {
  for (let done = 0; done < count; done += 1000) {
    let left = 1000;
    await new Promise((resolve) => {
      const observer = { processEnded: () => --left === 0 && resolve() };
      for (let index = 0; index < 1000; index++) spawn(() => new OneStep(), observer);
    });
  }
});
function pingPong(count) {
  const pong = spawn(() => new Ping(0));
  return ended(() => {
    const ping = new Ping(count);
    ping.peer = pong.pid.text;
    return ping;
  });
}

class Caller {
  constructor(rounds) {
    this.rounds = rounds;
  }
  init() {}
  step(_events, out) {
    if (this.rounds-- === 0) {
      out.done(null);
      return;
    }
    out.status = 'blocked';
    out.yield(1, { id: core.FunctionCommand.Call, target: 'app:fn', payloads: [] });
  }
  close() {}
}
const definition = { id: 'app:fn', language: 'lua', method: 'handler', create: () => new OneStep() };
functions.register('app:fn', pools.create(definition));

await timed('round trips', 1_000_000, pingPong);
await timed('round trips of 100 pairs', 1_000_000, (count) =>
  Promise.all(Array.from({ length: 100 }, () => pingPong(count / 100))),
);
await timed('function calls', 500_000, (count) => ended(() => new Caller(count)));
await timed('function calls of 50 callers', 500_000, (count) =>
  Promise.all(Array.from({ length: 50 }, () => ended(() => new Caller(count / 50)))),
);
await timed('commands', 2_000_000, (count) => ended(() => new Commands(count)));

if (globalThis.gc) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < 10_000; index++) spawn(() => new Idle());
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc();
  const bytes = (process.memoryUsage().heapUsed - before) / 10_000;
  process.stdout.write(`idle process: ${Math.round(bytes)} bytes\n`);
}
await functions.close();
