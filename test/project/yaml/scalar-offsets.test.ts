import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, Scalar } from 'yaml';
import { nodeAt } from '../../../src/project/yaml/locate.ts';
import { parseText } from '../../../src/project/yaml/parse.ts';
import { scalarOffsets } from '../../../src/project/yaml/scalar-offsets.ts';

const STYLES = [
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
  Scalar.QUOTE_DOUBLE,
  Scalar.QUOTE_SINGLE,
  Scalar.PLAIN,
] as const;

const line = fc.stringMatching(/^ {0,3}[a-z'"\\#:={}()😀 ]{0,12}[a-z)]$/u);
const text = fc
  .array(fc.oneof(line, fc.constant('')), { minLength: 1, maxLength: 8 })
  .map((lines) => lines.join('\n'))
  .filter((value) => value.trim() !== '');

describe('the places of the characters of a scalar', () => {
  it('hold these characters, in whatever style the text is written', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...STYLES), fc.nat({ max: 3 }), (value, style, depth) => {
        const scalar = new Scalar(value);
        scalar.type = style;
        let data: unknown = { source: scalar };
        for (let level = 0; level < depth; level += 1) data = { inner: [data] };
        const written = new Document(data).toString({ lineWidth: 40 });
        const tree = parseText(written, 'x.yaml');
        const path = [...Array.from({ length: depth }, () => ['inner', 0]).flat(), 'source'];
        const offsets = scalarOffsets(tree, nodeAt(tree, path));
        expect(offsets, written).toBeDefined();
        if (offsets === undefined) return;
        expect(offsets).toHaveLength(value.length + 1);
        for (let at = 0; at < value.length; at += 1) {
          const found = written[offsets[at]];
          // Line breaks and blanks may be folded, quotes and backslashes escaped; surrogates may be written as one escape.
          if (/[\s"\\\ud800-\udfff]/.test(value[at])) continue;
          expect(found, `${written}\n${at}`).toBe(value[at]);
        }
        for (let at = 1; at <= value.length; at += 1) expect(offsets[at]).toBeGreaterThanOrEqual(offsets[at - 1]);
      }),
      { numRuns: 400 },
    );
  });
});
