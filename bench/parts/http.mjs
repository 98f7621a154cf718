// Requests per second of an endpoint in Lua against a bare server of Node.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bench, has, median, round, row, wippy } from '../measure.mjs';

const app = path.join(bench, 'runtime');

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

export async function http() {
  if (!has('wrk')) throw new Error('the HTTP row needs wrk: install it');
  const bare = spawn(process.execPath, [path.join(bench, 'bare-server.mjs')], { stdio: 'ignore' });
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
