// Prints the benchmark table. Every row has its baseline measured in the same run.
// Usage: npm run bench [-- lua | runtime | http | start | history | pack | validate]...   (all parts by default; build first)
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateProject } from './generate-project.mjs';
import { makeHistory, measureApply } from './history.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..');
const luaCli = path.join(root, 'dist/lua-cli.js');
const wippy = path.join(root, 'bin/run.js');
const app = path.join(here, 'runtime');

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const round = (value, digits = 2) => Number(value.toFixed(digits));
const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** CPU time of a whole process in milliseconds: steadier than wall time on a busy machine. */
function cpu(command, args) {
  const format = '%U %S';
  const result = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', `TIMEFORMAT='${format}'; time "$@" >/dev/null`, 'bash', command, ...args],
    {
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.stderr}`);
  const [user, system] = result.stderr
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map((text) => Number(text.replace(/[^\d.]/g, '')));
  return (user + system) * 1000;
}

function wall(command, args, options = {}) {
  const start = performance.now();
  execFileSync(command, args, { stdio: 'ignore', ...options });
  return performance.now() - start;
}

const rows = [];
function row(name, ours, baseline, ratio, target) {
  rows.push({ name, ours, baseline, ratio, target });
  console.log(
    `${name.padEnd(34)} ${String(ours).padStart(22)}   ${String(baseline).padStart(34)}   ${String(ratio).padStart(8)}   ${target}`,
  );
}

// ------------------------------------------------------------------------------------------------ Lua programs

function luaPrograms() {
  if (!has('lua5.4')) throw new Error('the baseline of the Lua programs is lua5.4: install it');
  const empty = path.join(tmpdir(), `empty-${process.pid}.lua`);
  writeFileSync(empty, '');
  const idle = median([1, 2, 3].map(() => cpu(process.execPath, [luaCli, empty])));
  const ratios = [];
  for (const file of readdirSync(path.join(here, 'lua')).sort()) {
    const program = path.join(here, 'lua', file);
    const ours = [];
    const theirs = [];
    for (let round = 0; round < 3; round++) {
      theirs.push(cpu('lua5.4', [program]));
      ours.push(cpu(process.execPath, [luaCli, program]) - idle);
    }
    const ratio = median(ours) / median(theirs);
    ratios.push(ratio);
    row(
      `lua: ${file.replace('.lua', '')}`,
      `${round(median(ours), 0)} ms`,
      `lua5.4 ${round(median(theirs), 0)} ms`,
      round(ratio),
      'at most 1.5',
    );
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  row('lua: geometric mean', '', 'lua5.4', round(mean), 'at most 0.6');
}

// ----------------------------------------------------------------------------------------------------- runtime

/** The same work in lua5.4 coroutines, as far as it has any. */
const COROUTINES = `
local function seconds(run) local start = os.clock() run() return os.clock() - start end
local made = {}
local spawn = seconds(function()
  for i = 1, 10000 do
    local env = setmetatable({}, { __index = _G })
    made[i] = coroutine.create(function(id) env.id = id while true do coroutine.yield() end end)
    coroutine.resume(made[i], i)
  end
end)
local a = coroutine.create(function() while true do coroutine.yield() end end)
local trips = seconds(function() for i = 1, 200000 do coroutine.resume(a, i) coroutine.resume(a, i) end end)
local calls = seconds(function() local f = function(x) return x end for i = 1, 1000000 do pcall(f, i) end end)
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
local best = math.huge
for _ = 1, 5 do best = math.min(best, seconds(function() fib(30) end)) end
print(10000 / spawn, 200000 / trips, 1000000 / calls, best * 1000)
`;

function runtime() {
  const program = path.join(tmpdir(), `coroutines-${process.pid}.lua`);
  writeFileSync(program, COROUTINES);
  const [spawned, trips, calls, fib] = execFileSync('lua5.4', [program], { encoding: 'utf8' })
    .trim()
    .split('\t')
    .map(Number);
  const output = execFileSync(process.execPath, ['--expose-gc', wippy, 'run', '-C', app, 'bench'], {
    encoding: 'utf8',
  });
  const figures = JSON.parse(output.trim().split('\n').at(-1));
  const rate = (value) => `${Math.round(value).toLocaleString('en')}/s`;
  row(
    'fib(30) in a function entry',
    `${round(figures.fib30_ms, 1)} ms`,
    `lua5.4 ${round(fib, 1)} ms`,
    round(figures.fib30_ms / fib),
    'at most 0.5',
  );
  row(
    'spawn, until idle',
    rate(figures.spawn_per_second),
    `lua5.4 coroutines ${rate(spawned)}`,
    round(figures.spawn_per_second / spawned),
    'at least 100,000/s',
  );
  row(
    'heap of an idle process',
    `${Math.round(figures.bytes_per_process)} B`,
    'Erlang 2,700 B (published)',
    '',
    'at most 6,144 B',
  );
  row(
    'round trips of two processes',
    rate(figures.round_trips_per_second),
    `lua5.4 coroutines ${rate(trips)}`,
    round(figures.round_trips_per_second / trips),
    'at least 400,000/s',
  );
  row(
    'unbuffered channel',
    rate(figures.channel_per_second),
    `lua5.4 coroutines ${rate(trips * 2)}`,
    round(figures.channel_per_second / trips / 2),
    'at least 2,000,000/s',
  );
  row(
    'funcs.call, pool',
    rate(figures.call_pool_per_second),
    `lua5.4 pcall ${rate(calls)}`,
    round(figures.call_pool_per_second / calls, 3),
    'at least 200,000/s',
  );
  row(
    'funcs.call, inline',
    rate(figures.call_inline_per_second),
    `lua5.4 pcall ${rate(calls)}`,
    round(figures.call_inline_per_second / calls, 3),
    '',
  );
}

// -------------------------------------------------------------------------------------------------------- HTTP

const BODY = JSON.stringify({ items: [1, 2, 3], message: 'hello', ok: true });

function wrk(url, seconds = 4) {
  return new Promise((resolve, reject) => {
    const child = spawn('wrk', ['-t1', '-c50', `-d${seconds}`, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('close', () => {
      const match = /Requests\/sec:\s+([\d.]+)/.exec(text);
      if (match === null) reject(new Error(`wrk: ${text}`));
      else resolve(Number(match[1]));
    });
  });
}

async function reachable(url) {
  for (let tries = 0; tries < 200; tries++) {
    try {
      const response = await fetch(url);
      if (response.ok) return await response.text();
      throw new Error(`${url}: ${response.status} ${await response.text()}`);
    } catch (error) {
      if (tries === 199) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return '';
}

async function http() {
  if (!has('wrk')) throw new Error('the HTTP row needs wrk: install it');
  const bare = spawn(process.execPath, [fileURLToPath(import.meta.url), 'bare-server'], { stdio: 'ignore' });
  const ours = spawn(process.execPath, [wippy, 'run', '-s', '-C', app], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    await reachable('http://127.0.0.1:38098/hello');
    await reachable('http://127.0.0.1:38099/hello');
    const results = { ours: [], bare: [] };
    for (let turn = 0; turn < 3; turn++) {
      results.bare.push(await wrk('http://127.0.0.1:38098/hello'));
      results.ours.push(await wrk('http://127.0.0.1:38099/hello'));
    }
    const a = median(results.ours);
    const b = median(results.bare);
    row(
      'HTTP JSON hello',
      `${Math.round(a).toLocaleString('en')}/s`,
      `bare node:http ${Math.round(b).toLocaleString('en')}/s`,
      round(a / b),
      'at least 0.75',
    );
  } finally {
    bare.kill('SIGTERM');
    ours.kill('SIGTERM');
  }
}

function bareServer() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) });
    response.end(BODY);
  });
  server.listen(38098, '127.0.0.1');
}

// ---------------------------------------------------------------------------------------------------- start-up

function start() {
  const ours = [];
  const node = [];
  for (let turn = 0; turn < 11; turn++) {
    node.push(wall(process.execPath, ['-e', '0']));
    ours.push(wall(process.execPath, [wippy, 'run', '-C', path.join(here, 'hello'), '-x', 'app:hello']));
  }
  const above = median(ours) - median(node);
  row(
    'start-up: wippy run -x, hello',
    `${round(median(ours), 0)} ms`,
    `node -e 0 ${round(median(node), 0)} ms`,
    `+${round(above, 0)} ms`,
    'at most +150 ms',
  );
}

// ---------------------------------------------------------------------------------------------------- history

async function history() {
  const [small, large] = await measureApply([1000, 10_000]);
  row(
    'history: apply one change, 10,000',
    `${round(large)} ms`,
    `1,000 entries ${round(small)} ms`,
    `x${round(large / small)}`,
    'at most 1.5',
  );
  const { project, remove } = await makeHistory(10_000);
  const commands = [
    ['list', ['list'], 200],
    ['list --json', ['list', '--json'], 200],
    ['diff of neighbours', ['diff', '5000..5001'], 300],
    ['diff --stat of all', ['diff', '1..10000', '--stat'], 300],
  ];
  for (const [name, words, target] of commands) {
    const ours = [];
    const node = [];
    for (let turn = 0; turn < 9; turn++) {
      node.push(cpu(process.execPath, ['-e', '0']));
      ours.push(cpu(process.execPath, [wippy, 'history', ...words, '-C', project]));
    }
    const above = median(ours) - median(node);
    row(
      `history ${name}, 10,000 versions`,
      `${round(median(ours), 0)} ms`,
      `node -e 0 ${round(median(node), 0)} ms`,
      `+${round(above, 0)} ms`,
      `at most +${target} ms`,
    );
  }
  remove();
}

// ------------------------------------------------------------------------------------------------------- packs

function pack() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-pack-'));
  try {
    const project = path.join(directory, 'project');
    generateProject(project, { entries: 210, luaFiles: 200 });
    const file = path.join(directory, 'app.wapp');
    const compiled = [wippy, 'compile', '-C', project, '-o', file, '--bytecode', '**'];
    const compiling = [];
    const sources = [];
    const packed = [];
    for (let turn = 0; turn < 5; turn++) {
      compiling.push(cpu(process.execPath, compiled));
      sources.push(cpu(process.execPath, [wippy, 'run', 'hello', '-C', project]));
      packed.push(cpu(process.execPath, [wippy, 'run', file, 'hello', '-C', directory]));
    }
    const base = `run from sources ${round(median(sources), 0)} ms`;
    const ratio = (values) => round(median(values) / median(sources));
    row('compile, 200 Lua files', `${round(median(compiling), 0)} ms`, base, ratio(compiling), 'none');
    row('start-up from a pack, 200 files', `${round(median(packed), 0)} ms`, base, ratio(packed), 'at most 0.7');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

// ---------------------------------------------------------------------------------------------------- validate

function validate() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-bench-'));
  try {
    generateProject(directory, { entries: 1000, luaFiles: 200 });
    const [node, cold, cached] = [[], [], []];
    for (let turn = 0; turn < 5; turn++) {
      rmSync(path.join(directory, '.wippy'), { recursive: true, force: true });
      node.push(wall(process.execPath, ['-e', '0']));
      cold.push(wall(process.execPath, [wippy, 'validate', directory]));
      cached.push(wall(process.execPath, [wippy, 'validate', directory]));
    }
    const rows = [
      ['validate: 1000 entries, cold', cold, 'at most 2500 ms'],
      ['validate: 1000 entries, cached', cached, 'at most +400 ms'],
    ];
    for (const [name, times, target] of rows) {
      const above = median(times) - median(node);
      row(
        name,
        `${round(median(times), 0)} ms`,
        `node -e 0 ${round(median(node), 0)} ms`,
        `+${round(above, 0)} ms`,
        target,
      );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const parts = { lua: luaPrograms, runtime, http, start, history, pack, validate };
const wanted = process.argv.slice(2);
if (wanted[0] === 'bare-server') {
  bareServer();
} else {
  const unknown = wanted.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    console.error(`unknown part: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  console.log(
    `${'row'.padEnd(34)} ${'here'.padStart(22)}   ${'baseline, same run'.padStart(34)}   ${'ratio'.padStart(8)}   target`,
  );
  for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[name]();
}
