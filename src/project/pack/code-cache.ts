/** V8's compiled code for JavaScript, made so that the same text gives the same bytes. */
import { spawnSync } from 'node:child_process';
import type { CodeCache } from '../../services/lua/code/artifact.ts';

/** Most bytes of all compiled code together. */
const MAX_OUTPUT = 1024 * 1024 * 1024;

// Reads texts, each after its length in bytes, and writes the compiled code of each the same way.
const PROGRAM = `
const { Script } = require('node:vm');
const { readFileSync, writeSync } = require('node:fs');
const input = readFileSync(0);
const put = (bytes) => { for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done); };
const length = Buffer.alloc(4);
length.writeUInt32LE(require('node:v8').cachedDataVersionTag());
put(length);
for (let at = 0; at < input.length; ) {
  const end = at + 4 + input.readUInt32LE(at);
  const code = new Script(input.toString('utf8', at + 4, end), { filename: 'lua' }).createCachedData();
  length.writeUInt32LE(code.length);
  put(length);
  put(code);
  at = end;
}`;

/**
 * The compiled code of each text, or nothing where it cannot be made: it saves time and is not needed. V8 mixes a random
 * number of the process into what it writes, so that a process with a fixed one does it.
 */
export function makeCodeCaches(texts: readonly string[]): (CodeCache | undefined)[] {
  const input = Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
  const { status, stdout } = spawnSync(process.execPath, ['--random-seed=1', '-e', PROGRAM], {
    input,
    maxBuffer: MAX_OUTPUT,
    // Options of the user may change what V8 writes.
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  if (status !== 0 || stdout.length < 4) return texts.map(() => undefined);
  const tag = stdout.readUInt32LE(0);
  let position = 4;
  return texts.map(() => {
    if (position + 4 > stdout.length) return undefined;
    const size = stdout.readUInt32LE(position);
    const data = stdout.subarray(position + 4, position + 4 + size);
    position += 4 + size;
    return { tag, data };
  });
}
