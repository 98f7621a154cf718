import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/project/config/parse-config.ts';
import { parseEntryFile } from '../../../src/project/entries/parse-file.ts';
import { parseLock } from '../../../src/project/lock/read-lock.ts';
import { generator } from '../../lua/syntax/corpus/mutate.ts';
import { mutateText } from './mutate.ts';

const seeds = [
  `version: "1.0"
namespace: app
meta: {owner: me}
entries:
  - name: gateway
    kind: http.service
    addr: ":8080"
    lifecycle: &life
      auto_start: true
      restart: {max_delay: 90s, max_attempts: 0}
  - name: hello
    kind: function.lua
    source: file://hello.lua
    data: {lifecycle: *life, list: [1, 2.5, ~, true, 2024-01-01]}
    text: |
      several
      lines
`,
  'directories:\n  modules: .wippy\n  src: ./src\nmodules:\n  - name: a/b\n    version: v1\nreplacements:\n  - {from: c/d, to: ./x}\n',
  'version: "1.0"\nlogger:\n  encoding: json\noverride:\n  app:x:\n    y: [1, 2]\n',
  '{"namespace": "app", "entries": [{"name": "a", "kind": "b", "meta": {"x": [1, {"y": null}]}}]}',
];

describe('mutated texts', () => {
  it('never make a parser throw, and every diagnostic has a code, a message and a place inside of the text', () => {
    const next = generator(20240607);
    const wrong: string[] = [];
    for (let count = 0; count < 2500; count += 1) {
      const text = mutateText(seeds[count % seeds.length], next);
      const results = [parseEntryFile(text, '/f.yaml'), parseLock(text, '/wippy.lock'), parseConfig(text, '/c.yaml')];
      const lineCount = text.split('\n').length;
      for (const { message, range } of results.flatMap((result) => result.diagnostics)) {
        const inside =
          range === undefined || (range.start.line >= 1 && range.end.line <= lineCount && range.start.column >= 1);
        if (message === '' || !inside) wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('gives entries only with a name and a kind', () => {
    const next = generator(99);
    const entries = Array.from(
      { length: 1500 },
      () => parseEntryFile(mutateText(seeds[0], next), '/f.yaml').entries,
    ).flat();
    expect(entries.length).toBeGreaterThan(100);
    expect(
      entries.filter(({ namespace, name, kind }) => [namespace, name, kind].some((text) => text.trim() === '')),
    ).toEqual([]);
  }, 60_000);
});
