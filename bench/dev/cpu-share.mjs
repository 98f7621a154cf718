// How much of one processor a program uses.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Processor time of all threads of a process, seconds; undefined where the system does not tell (it needs /proc). */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
    return (Number(fields[11]) + Number(fields[12])) / ticks;
  } catch {
    return undefined;
  }
}

/** The shares of one processor, 0 to 1, that processes use during the same seconds; undefined where unknown. */
export async function cpuShares(pids, seconds) {
  const before = pids.map(cpuSeconds);
  const start = performance.now();
  await delay(seconds * 1000);
  const passed = (performance.now() - start) / 1000;
  return pids.map((pid, index) => {
    const after = cpuSeconds(pid);
    return after === undefined || before[index] === undefined ? undefined : (after - before[index]) / passed;
  });
}
