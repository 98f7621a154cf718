// Channel transfers, messages, spawns, calls and memory of Lua processes.
// Usage: node --expose-gc bench/lua-processes.mjs [name...]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(path.join(tmpdir(), 'wippy-bench-'));
const file = path.join(folder, 'processes.mjs');
await build({
  entryPoints: [path.join(root, 'test/modules/actor-modules.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: file,
  logLevel: 'error',
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire('${root}/');` },
});
const { actorHarness } = await import(pathToFileURL(file).href);
rmSync(folder, { recursive: true });

/** Each: a count and a main function that does its work that many times; `entries` are further programs. */
const BENCHMARKS = {
  'unbuffered transfers': {
    count: 1_000_000,
    main: `return function(n)
      local ch = channel.new()
      coroutine.spawn(function() for i = 1, n do ch:send(i) end end)
      local sum = 0
      for i = 1, n do sum = sum + ch:receive() end
      return sum
    end`,
  },
  'buffered transfers': {
    count: 1_000_000,
    main: `return function(n)
      local ch = channel.new(64)
      coroutine.spawn(function() for i = 1, n do ch:send(i) end end)
      local sum = 0
      for i = 1, n do sum = sum + ch:receive() end
      return sum
    end`,
  },
  selects: {
    count: 300_000,
    main: `return function(n)
      local ch, quiet = channel.new(), channel.new()
      coroutine.spawn(function() for i = 1, n do ch:send(i) end end)
      local sum = 0
      for i = 1, n do sum = sum + channel.select{quiet:case_receive(), ch:case_receive()}.value end
      return sum
    end`,
  },
  'process round trips': {
    count: 300_000,
    main: `return function(n)
      local pid, me = process.spawn("bench:echo", "app:processes", process.pid()), process.pid()
      local ch = process.listen("pong")
      for i = 1, n do process.send(pid, "ping", i); ch:receive() end
      process.terminate(pid)
    end`,
    entries: {
      'bench:echo': `return function(to)
        local ch = process.listen("ping")
        while true do process.send(to, "pong", ch:receive()) end
      end`,
    },
  },
  'inbox round trips': {
    count: 200_000,
    main: `return function(n)
      local pid = process.spawn("bench:echo", "app:processes", process.pid())
      local inbox = process.inbox()
      for i = 1, n do process.send(pid, "ping", {n = i}); local t = inbox:receive():payload():data().n end
      process.terminate(pid)
    end`,
    entries: {
      'bench:echo': `return function(to)
        local inbox = process.inbox()
        while true do process.send(to, "pong", inbox:receive():payload():data()) end
      end`,
    },
  },
  spawns: {
    count: 100_000,
    main: `return function(n)
      for i = 1, n do process.exec("bench:child", "app:processes", i) end
    end`,
    entries: { 'bench:child': 'return function(i) return i end' },
  },
  'function calls': {
    count: 200_000,
    main: 'return function(n) for i = 1, n do funcs.call("bench:f", i) end end',
    entries: { 'bench:f': 'return function(i) return i end' },
  },
};

async function measure(name, { count, main, entries = {} }) {
  const harness = actorHarness();
  for (const [id, source] of Object.entries(entries)) harness.define(id, source);
  const run = async (n) => {
    const { error } = await harness.run(main, { args: [n] });
    if (error !== null) throw error;
  };
  await run(Math.ceil(count / 10));
  const rates = [];
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    await run(count);
    rates.push(count / ((performance.now() - started) / 1000));
  }
  await harness.close();
  process.stdout.write(`${name.padEnd(24)} ${Math.round(rates.sort((a, b) => a - b)[1]).toLocaleString('en')}/s\n`);
}

/** Heap per process that waits for a message. */
async function measureMemory() {
  if (globalThis.gc === undefined) return;
  const harness = actorHarness();
  harness.define('bench:idle', 'return function() local inbox = process.inbox(); inbox:receive() end');
  harness.spawn('bench:idle');
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (let round = 0; round < 4; round++) gc();
  };
  await settle();
  const count = 20_000;
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index++) harness.spawn('bench:idle');
  await settle();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  process.stdout.write(`${'idle process'.padEnd(24)} ${Math.round(bytes).toLocaleString('en')} bytes\n`);
  await harness.close();
}

const wanted = process.argv.slice(2);
for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
  if (wanted.length === 0 || wanted.some((word) => name.includes(word))) await measure(name, benchmark);
}
if (wanted.length === 0 || wanted.includes('idle')) await measureMemory();
process.exit(0);
