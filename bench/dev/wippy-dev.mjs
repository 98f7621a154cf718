// `wippy dev --json` on a generated project, driven by saves.
import { connect } from 'node:net';
import path from 'node:path';
import { generateProject } from '../generate-project.mjs';
import { wippy } from '../measure.mjs';
import { endOnFailure, startProgram } from './program.mjs';

/** Starts a session over a project of this size; see generateProject. */
export async function startWippyDev(directory, size, flags = []) {
  generateProject(directory, size);
  const program = startProgram([wippy, 'dev', '--json', '--silent', '--no-loop-breaker', ...flags, '-C', directory]);
  const event = async (...names) => {
    const line = await program.next((text) => names.some((name) => text.startsWith(`{"event":"${name}"`)));
    return JSON.parse(line);
  };
  await endOnFailure(program, event('ready'));
  return {
    pid: program.pid,
    /** A function that others do not import, and the process of a service. */
    file: path.join(directory, 'src/m0/fn3.lua'),
    serviceFile: path.join(directory, 'src/services/worker3.lua'),
    /** Resolves with the verdict of the save when it has taken effect. */
    async saved() {
      const verdict = await event('applied', 'rejected', 'noop');
      if (verdict.event !== 'applied') throw new Error(`a save was not applied: ${JSON.stringify(verdict)}`);
      return verdict;
    },
    /** Stops and starts a service without any save. */
    restartService: () =>
      request(path.join(directory, '.wippy/control.sock'), 'restart', { service: 'app.services:service3' }),
    stop: () => program.stop(),
  };
}

/** One method of the control socket: a line of JSON, answered by one. */
function request(socketPath, method, params) {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${JSON.stringify({ method, params })}\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => {
      const reply = JSON.parse(text.split('\n')[0] || '{}');
      if ('result' in reply) resolve(reply.result);
      else reject(new Error(`${method}: ${text}`));
    });
  });
}
