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
      export * from './src/core/relay/message.ts';
      export * from './src/core/relay/node.ts';
      export * from './src/core/relay/router.ts';
      export * from './src/core/scheduler/process-host.ts';
      export * from './src/core/scheduler/scheduler-loop.ts';
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

const SEND = 1;
const ANSWER = 2;
const node = new core.Node();
const router = new core.Router(node);
const dispatcher = new core.Dispatcher();
const loop = new core.SchedulerLoop();
const generator = new core.PidGenerator();
const root_ = core.FrameContext.root();
dispatcher.registerImmediate(SEND, (command, context) => {
  const target = node.receiver(command.to);
  return router.send(new core.Message(context.pid, target.pid, command.topic, command.payloads));
});
dispatcher.register(ANSWER, (_command, completion) => completion.complete(null));
dispatcher.freeze();
const host = new core.ProcessHost(
  'app:processes',
  {},
  { dispatcher, node, loop, onDefect: (error) => process.stderr.write(`${error.stack}\n`) },
);
host.start();

function spawn(make, observer = null) {
  const pid = generator.next(host.id);
  const context = root_.spawn({ id: 'app:bench', pid });
  return host.submit(make(context), pid, context, 'main', [], observer);
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
  constructor(context, rounds) {
    this.context = context;
    this.rounds = rounds;
    this.peer = '';
    this.first = true;
  }
  init() {}
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
    dispatcher.perform(
      { id: SEND, to: this.peer, topic: 'ping', payloads: [{ format: 'lua/any', data: 1 }] },
      this.context,
    );
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
  return new Promise((resolve) => spawn(make, { processEnded: resolve }));
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
await timed('round trips', 1_000_000, (count) => {
  const pong = spawn((context) => new Ping(context, 0));
  return ended((context) => {
    const ping = new Ping(context, count);
    ping.peer = pong.pid.text;
    return ping;
  });
});
await timed('round trips of 100 pairs', 1_000_000, (count) =>
  Promise.all(
    Array.from({ length: 100 }, () => {
      const pong = spawn((context) => new Ping(context, 0));
      return ended((context) => {
        const ping = new Ping(context, count / 100);
        ping.peer = pong.pid.text;
        return ping;
      });
    }),
  ),
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
