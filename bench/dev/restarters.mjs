// What restarts a plain Node application after a save: nodemon and `node --watch`, for comparison with `wippy dev`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { endOnFailure, startProgram } from './program.mjs';

const MODULES = 20;

/** Writes an HTTP server of twenty modules that says `ready` and its process id once it listens. */
function writeApplication(directory) {
  mkdirSync(directory, { recursive: true });
  const names = Array.from({ length: MODULES - 1 }, (_, index) => `part${index}`);
  for (const [index, name] of names.entries()) {
    const text = `import { createHash } from 'node:crypto';

export function ${name}(items) {
  const kept = items.filter((item) => item.value > ${index}).map((item) => ({ ...item, part: ${index} }));
  return { kept, digest: createHash('sha256').update(JSON.stringify(kept)).digest('hex') };
}
`;
    writeFileSync(path.join(directory, `${name}.mjs`), text);
  }
  const index = `import { createServer } from 'node:http';
${names.map((name) => `import { ${name} } from './${name}.mjs';`).join('\n')}

const parts = { ${names.join(', ')} };
const server = createServer((request, response) => {
  const part = parts[request.url.slice(1)] ?? part0;
  response.end(JSON.stringify(part([{ value: 12 }])));
});
server.listen(0, '127.0.0.1', () => console.log(\`ready \${process.pid}\`));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR2']) process.on(signal, () => process.exit(0));
`;
  writeFileSync(path.join(directory, 'index.mjs'), index);
  return path.join(directory, `${names[7]}.mjs`);
}

async function start(directory, args) {
  const file = writeApplication(directory);
  const program = startProgram(args, { cwd: directory });
  const pids = [];
  const ready = async () => {
    const line = await program.next((text) => text.startsWith('ready '));
    pids.push(Number(line.slice('ready '.length)));
  };
  await endOnFailure(program, ready());
  return {
    file,
    /** Resolves when a new process is ready. */
    saved: ready,
    async stop() {
      await program.stop();
      // Neither of the two promises to take the application with it.
      for (const pid of pids) endProcess(pid);
    },
  };
}

function endProcess(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

export function startNodemon(directory) {
  const require = createRequire(import.meta.url);
  const nodemon = path.join(path.dirname(require.resolve('nodemon/package.json')), 'bin/nodemon.js');
  return start(directory, [nodemon, '--quiet', 'index.mjs']);
}

export function startNodeWatch(directory) {
  return start(directory, ['--watch', 'index.mjs']);
}
