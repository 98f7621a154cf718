// The screen of `wippy dev` over 20 services that write 1,000 log records a second: how long keys take, and what it costs.
import { setTimeout as delay } from 'node:timers/promises';
import { cpuShares } from '../dev/cpu-share.mjs';
import { writeLoggingProject } from '../dev/logging-project.mjs';
import { startOnTerminal } from '../dev/on-terminal.mjs';
import { startProgram } from '../dev/program.mjs';
import { has, row, wippy } from '../measure.mjs';

const SERVICES = 20;
const LINES = 1000;
/** Until the log is as long as it gets: 10,000 records. */
const FILLING = 11_000;
const ROUNDS = 25;
const SECONDS = 10;

/** Keys that draw the most: from panel to panel, through the log, and a filter that all records are looked at for. */
const KEYS = [
  ['1', 'SERVICE'],
  ['3', 'LOG'],
  ['f', 'show records with'],
  ['9', 'show records with: 9'],
  ['\u001b', 'search'],
  ['2', 'VERSION'],
  ['3', 'LOG'],
];

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share + 0.5)];
const both = (values) => `${Math.round(quantile(values, 0.5))} / ${Math.round(quantile(values, 0.95))} ms`;
const percent = (share) => (share === undefined ? '-' : `${Math.round(share * 100)}%`);

export async function tui() {
  if (process.platform !== 'linux' || !has('script')) return;
  const loud = writeLoggingProject(SERVICES, LINES);
  const bare = writeLoggingProject(SERVICES, LINES);
  const quiet = writeLoggingProject(SERVICES, SERVICES / 10);
  const screens = [];
  let lines;
  try {
    const [busy, calm] = [await startOnTerminal(loud.directory), await startOnTerminal(quiet.directory)];
    screens.push(busy, calm);
    for (const screen of screens) await screen.press('3', 'LOG');
    await delay(FILLING);
    const times = { busy: [], calm: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [key, text] of KEYS) {
        times.busy.push(await busy.press(key, text));
        times.calm.push(await calm.press(key, text));
        // As fast as somebody types.
        await delay(30);
      }
    }
    row('tui: key to screen, p50 / p95', both(times.busy), `without logs ${both(times.calm)}`, '', 'p95 at most 50 ms');

    lines = startProgram([wippy, 'dev', '--json', '--silent', '-C', bare.directory]);
    await lines.next((line) => line.includes('"ready"'));
    const [own, baseline] = await cpuShares([busy.pid, lines.pid], SECONDS);
    row(
      'tui: 1,000 log lines/s',
      `${percent(own)} of a core`,
      `without screen and logs ${percent(baseline)}`,
      '',
      'at most 25%',
    );
  } finally {
    await Promise.all(screens.map((screen) => screen.stop()));
    await lines?.stop();
    for (const { remove } of [loud, bare, quiet]) remove();
  }
}
