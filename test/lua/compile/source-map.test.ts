import { SourceMap } from 'node:module';
import { describe, expect, it } from 'vitest';
import { sourceMapComment, sourceMapOf } from '../../../src/lua/compile/source-map.ts';
import { compile } from '../../../src/lua/engine.ts';

const SOURCE = 'local a = 1\n\nlocal function f(x)\n  return x.y\nend\nprint(f(a))\nprint(a)\n';

describe('source maps', () => {
  it('lead from every emitted line to the Lua line that it stands for', () => {
    const chunk = compile(SOURCE, 'main.lua');
    const map = sourceMapOf(chunk, SOURCE);
    const decoded = new SourceMap({ ...map, file: '', sourceRoot: '' });
    let checked = 0;
    chunk.lineMap.forEach((line, index) => {
      if (line <= 0) return;
      const entry = decoded.findEntry(index, 0) as { originalLine: number; originalSource: string };
      expect(entry.originalLine).toBe(line - 1);
      expect(entry.originalSource).toBe('main.lua');
      checked++;
    });
    expect(checked).toBeGreaterThan(8);
  });

  it('carry the source, in a comment that cannot end early', () => {
    const source = 'local s = "*/ \u2028 </script>" -- \'"`\n';
    const comment = sourceMapComment(sourceMapOf(compile(source, 'a.lua'), source));
    const encoded =
      /^\n\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)$/.exec(comment)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString()).sourcesContent).toEqual([source]);
  });
});
