import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compile, ENGINE_VERSION, runMain } from '../../../src/lua/engine.ts';
import { createEnvironment, standardGlobals } from '../../../src/lua/stdlib/index.ts';
import { makeCodeCaches } from '../../../src/project/pack/code-cache.ts';
import { FileSystemRegistry } from '../../../src/services/fs/filesystem-registry.ts';
import { encodeArtifact, readArtifact } from '../../../src/services/lua/code/artifact.ts';
import { readBytecode } from '../../../src/services/lua/code/bytecode.ts';

const SOURCE = 'local t = {}\nfor i = 1, 3 do t[i] = i * 2 end\nreturn t[1] + t[2] + t[3]';
const chunk = compile(SOURCE, 'app:x');

function result(bytes: Uint8Array): unknown {
  const artifact = readArtifact(bytes, 'app:x');
  return artifact.kind === 'program' ? runMain(artifact.code, createEnvironment(standardGlobals())) : artifact.source;
}

/** The artifact as another engine would have made it. */
const foreign = (bytes: Uint8Array) =>
  Buffer.from(
    Buffer.from(bytes).toString('latin1').replace(`"engine":"${ENGINE_VERSION}"`, '"engine":"other"'),
    'latin1',
  );

describe('a compiled entry', () => {
  it('runs, with and without the compiled code of V8', () => {
    const [cache] = makeCodeCaches([chunk.javascript]);
    expect(cache).toBeDefined();
    expect(result(encodeArtifact({ chunk }))).toEqual([12]);
    expect(result(encodeArtifact({ chunk, ...(cache && { cache }) }))).toEqual([12]);
  });

  it('runs where V8 cannot use its compiled code', () => {
    const data = new Uint8Array(300).fill(7);
    const [cache] = makeCodeCaches([chunk.javascript]);
    for (const tag of [1, cache?.tag ?? 0])
      expect(result(encodeArtifact({ chunk, cache: { tag, data } }))).toEqual([12]);
  });

  it('is always the same', () => {
    const make = () =>
      encodeArtifact({ chunk: compile(SOURCE, 'app:x'), cache: makeCodeCaches([chunk.javascript])[0] as never });
    expect(Buffer.from(make()).equals(make())).toBe(true);
  });

  it('of another engine is its source, or refused', () => {
    expect(result(foreign(encodeArtifact({ chunk, source: SOURCE })))).toBe(SOURCE);
    expect(() => result(foreign(encodeArtifact({ chunk })))).toThrow('was compiled by engine other');
  });

  it('that is none is refused', () => {
    for (const bytes of [Buffer.from('\x1bLua53'), Buffer.from('{}\n'), new Uint8Array(0), Buffer.from('null\n')]) {
      expect(() => result(bytes)).toThrow('not compiled by this runtime');
    }
    const cut = encodeArtifact({ chunk }).subarray(0, 200);
    expect(() => result(cut)).toThrow('is broken');
  });

  it('is refused where its hash is another', async () => {
    const bytes = encodeArtifact({ chunk });
    const systems = new FileSystemRegistry();
    systems.register('app:code', { readFile: async () => bytes } as never);
    const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const reference = { fs: 'app:code', path: 'app/x.luac', hash };
    expect((await readBytecode(systems, 'app:x', reference)).compiled).toBeDefined();
    const other = { ...reference, hash: `sha256:${'0'.repeat(64)}` };
    await expect(readBytecode(systems, 'app:x', other)).rejects.toThrow('does not match its hash');
  });
});
