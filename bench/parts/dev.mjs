// `wippy dev`: from a save to its effect, beside tools that restart a plain Node application; what it costs while idle.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuShares } from '../dev/cpu-share.mjs';
import { startNodemon, startNodeWatch } from '../dev/restarters.mjs';
import { startWippyDev } from '../dev/wippy-dev.mjs';
import { row } from '../measure.mjs';

const ROUNDS = 25;
/** Milliseconds after which a slow machine makes no further round. */
const LONGEST = 60_000;
const WARM_UP = 3;
/** Milliseconds between saves, for what goes on after the effect of the last one. */
const PAUSE = 120;
/** The target is for 60 seconds: BENCH_IDLE_SECONDS=60. */
const IDLE_SECONDS = Number(process.env.BENCH_IDLE_SECONDS ?? 15);

/** With as many more definition files as make a thousand files. */
const POLLED = { entries: 200, luaFiles: 100 };

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share + 0.5)];
const p50 = (values) => Math.round(quantile(values, 0.5));
const p95 = (values) => Math.round(quantile(values, 0.95));
const both = (values) => `${p50(values)} / ${p95(values)} ms`;

/** Milliseconds from the beginning of a save to its effect; the text differs each time. */
async function timeSave(file, round, saved) {
  const text = readFileSync(file, 'utf8').replace(/\n(?:--|\/\/) save \d+\n$/, '\n');
  const mark = file.endsWith('.lua') ? '--' : '//';
  const effect = saved();
  const start = performance.now();
  writeFileSync(file, `${text}${mark} save ${round}\n`);
  const verdict = await effect;
  return { time: performance.now() - start, worked: verdict?.durationMs };
}

async function timeRestart(session) {
  const start = performance.now();
  await session.restartService();
  return performance.now() - start;
}

/** Saves in turns, so that all see the same machine. */
async function measureSaves({ small, large, nodemon, nodeWatch }) {
  const times = { small: [], worked: [], large: [], largeWorked: [], nodemon: [], nodeWatch: [], service: [], own: [] };
  const end = performance.now() + LONGEST;
  for (let round = -WARM_UP; round < ROUNDS && (round < WARM_UP || performance.now() < end); round += 1) {
    const id = round + WARM_UP;
    const results = {};
    const turns = [
      async () => Object.assign(results, rename(await timeSave(small.file, id, small.saved), 'small', 'worked')),
      async () => Object.assign(results, rename(await timeSave(nodemon.file, id, nodemon.saved), 'nodemon')),
      async () => Object.assign(results, rename(await timeSave(small.serviceFile, id, small.saved), 'service')),
      async () => Object.assign(results, rename(await timeSave(nodeWatch.file, id, nodeWatch.saved), 'nodeWatch')),
      async () => Object.assign(results, rename(await timeSave(large.file, id, large.saved), 'large', 'largeWorked')),
      async () => Object.assign(results, { own: await timeRestart(small) }),
    ];
    for (const turn of turns) {
      await turn();
      await delay(PAUSE);
    }
    if (round < 0) continue;
    for (const [name, value] of Object.entries(results)) times[name].push(value);
  }
  return times;
}

function rename({ time, worked }, name, workedName) {
  return { [name]: time, ...(workedName === undefined ? {} : { [workedName]: worked }) };
}

/** Definition files of one entry each. */
function writeNotes(directory, count) {
  mkdirSync(directory, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const text = `version: "1.0"\nnamespace: app.notes\nentries:\n  - {name: note${index}, kind: registry.entry, text: Note}\n`;
    writeFileSync(path.join(directory, `note${index}.yaml`), text);
  }
}

export async function dev() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-bench-dev-'));
  const running = [];
  const start = async (starting) => {
    const program = await starting;
    running.push(program);
    return program;
  };
  try {
    const folder = (name) => path.join(directory, name);
    const size = { entries: 1000, luaFiles: 200, services: 20 };
    const small = await start(startWippyDev(folder('small'), size));
    const large = await start(startWippyDev(folder('large'), { ...size, entries: 10_000 }));
    const nodemon = await start(startNodemon(folder('nodemon')));
    const nodeWatch = await start(startNodeWatch(folder('node-watch')));
    printSaves(await measureSaves({ small, large, nodemon, nodeWatch }));
    for (const program of [large, nodemon, nodeWatch]) {
      running.splice(running.indexOf(program), 1);
      await program.stop();
    }
    writeNotes(folder('polling/src/notes'), 1000 - POLLED.luaFiles);
    const polling = await start(startWippyDev(folder('polling'), POLLED, ['--poll']));
    await delay(2000);
    printIdle(await cpuShares([small.pid, polling.pid], IDLE_SECONDS));
  } finally {
    await Promise.all(running.map((program) => program.stop()));
    rmSync(directory, { recursive: true, force: true });
  }
}

function printSaves({ small, worked, large, largeWorked, nodemon, nodeWatch, service, own }) {
  row(
    'dev: save to applied, p50 / p95',
    both(small),
    `node --watch ${both(nodeWatch)}`,
    (p50(small) / p50(nodeWatch)).toFixed(2),
    'at most 0.5; 100 / 250 ms',
  );
  row(
    'dev: the same, beside nodemon',
    both(small),
    `nodemon ${both(nodemon)}`,
    difference(p50(small) - p50(nodemon)),
    'at most +40 ms',
  );
  row('dev: of that, working', both(worked), 'quiet window 50 ms', '', 'none');
  row(
    'dev: save to applied, 10,000',
    both(large),
    `1,000 entries ${both(small)}`,
    `x${(p50(large) / p50(small)).toFixed(2)}`,
    'p95 at most 500 ms',
  );
  row('dev: of that, working', both(largeWorked), `1,000 entries ${both(worked)}`, '', 'none');
  row(
    'dev: save that restarts a service',
    both(service),
    `its own stop and start ${both(own)}`,
    difference(p95(service) - p50(own)),
    'p95 at most +150 ms',
  );
}

function printIdle([idle, polling]) {
  const percent = (share) => (share === undefined ? 'needs /proc' : `${(share * 100).toFixed(2)} % of a core`);
  row(`dev: idle for ${IDLE_SECONDS} s`, percent(idle), '', '', 'at most 1 %');
  row('dev --poll: idle, 1,000 files', percent(polling), '', '', 'at most 5 %');
}

function difference(value) {
  return `${value < 0 ? '' : '+'}${value} ms`;
}
