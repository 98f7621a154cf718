// Processes, messages and calls of the application bench/runtime against coroutines of lua5.4.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bench, round, row, wippy } from '../measure.mjs';

const app = path.join(bench, 'runtime');

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

export function runtime() {
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
