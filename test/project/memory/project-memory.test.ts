import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { UserCache } from '../../../src/infrastructure/user-cache.ts';
import { inspect } from '../../../src/lua/index.ts';
import { parseEntryFile } from '../../../src/project/entries/parse-file.ts';
import { ProjectMemory } from '../../../src/project/memory/project-memory.ts';

const tests = fileURLToPath(new URL('../..', import.meta.url));
const padding = `# ${'x'.repeat(40_000)}\n`;

function createCache(): UserCache {
  return new UserCache({ environment: { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), 'wippy-memory-')) } });
}

function open(cache: UserCache, program = '1'): ProjectMemory {
  return new ProjectMemory({ cache, directory: '/project', program });
}

function definitionFiles(): string[] {
  const names = ['apps', 'cases'].flatMap((folder) =>
    readdirSync(join(tests, folder), { recursive: true }).map((name) => join(tests, folder, String(name))),
  );
  return names.filter((name) => name.endsWith('.yaml'));
}

describe('ProjectMemory', () => {
  it('gives the same for every definition file of the tests as parsing it does, the second time too', () => {
    const texts = definitionFiles().map((file) => readFileSync(file, 'utf8') + padding);
    expect(texts.length).toBeGreaterThan(100);
    const cache = createCache();
    const first = open(cache);
    for (const text of texts) expect(first.parse(text, '/a.yaml')).toEqual(parseEntryFile(text, '/a.yaml'));
    first.save();
    const second = open(cache);
    for (const text of texts) {
      const [known, parsed] = [second.parse(text, '/b.yaml'), parseEntryFile(text, '/b.yaml')];
      expect(known).toEqual(parsed);
      for (const [index, { origin }] of known.entries.entries()) {
        // Whether the two are one says where the data of an entry begins.
        const { path, dataPath } = parsed.entries[index]?.origin ?? {};
        expect(origin.path === origin.dataPath).toBe(path === dataPath);
      }
    }
  });

  it('gives numbers back that JSON does not know', () => {
    const text = `namespace: app\nentries:\n  - {name: a, kind: registry.entry, zero: -0.0}\n${padding}`;
    const cache = createCache();
    for (const memory of [open(cache), open(cache)]) {
      expect(memory.parse(text, '/a.yaml')).toEqual(parseEntryFile(text, '/a.yaml'));
      memory.save();
    }
  });

  it('inspects a source again only where its text or the program is another', () => {
    const cache = createCache();
    const look = vi.fn(inspect);
    const source = `return 1 --${padding}`;
    const facts = (text: string, program?: string) => {
      const memory = open(cache, program);
      const found = memory.inspector(look)(text);
      memory.save();
      return found;
    };
    expect(facts(source)).toEqual(inspect(source));
    expect(facts(source)).toEqual(inspect(source));
    expect(look).toHaveBeenCalledTimes(1);
    expect(facts(`x${source}`).problems).not.toEqual([]);
    expect(look).toHaveBeenCalledTimes(2);
    facts(`x${source}`, '2');
    expect(look).toHaveBeenCalledTimes(3);
  });

  it('forgets texts that are gone, and learns nothing after it was saved', () => {
    const cache = createCache();
    const look = vi.fn(inspect);
    const [old, kept, late] = ['a', 'b', 'c'].map((name) => `return ${name} --${padding}`) as [string, string, string];
    const run = (...sources: string[]) => {
      const memory = open(cache);
      for (const source of sources) memory.inspector(look)(source);
      memory.save();
      memory.inspector(look)(late);
      look.mockClear();
    };
    run(old, kept);
    run(kept, 'return 4');
    const memory = open(cache);
    for (const source of [old, kept, late]) memory.inspector(look)(source);
    expect(look.mock.calls).toEqual([[old], [late]]);
  });

  it('writes nothing for a small project', () => {
    const cache = createCache();
    const look = vi.fn(inspect);
    for (const memory of [open(cache), open(cache)]) {
      memory.inspector(look)('return 1');
      memory.save();
    }
    expect(look).toHaveBeenCalledTimes(2);
  });
});
