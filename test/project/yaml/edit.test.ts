import { describe, expect, it } from 'vitest';
import { applyFixes, type TextEdit } from '../../../src/project/diagnostics/fix.ts';
import { addToList, quoteValue, removeAt, renameKey, replaceText } from '../../../src/project/yaml/edit.ts';
import { parseText, type SyntaxTree } from '../../../src/project/yaml/parse.ts';

function edited(text: string, edit: (tree: SyntaxTree) => TextEdit | undefined): string | undefined {
  const found = edit(parseText(text, '/p/a.yaml'));
  if (found === undefined) return undefined;
  return applyFixes(text, [{ fix: { file: '/p/a.yaml', title: '', edits: [found] } }]).text;
}

describe('an edit of YAML', () => {
  it.each([
    ['a: one # why\nb: 2\n', 'a: two # why\nb: 2\n'],
    ["a: 'one'\n", "a: 'two'\n"],
    ['a: "one"\n', 'a: "two"\n'],
    ['{a: one, b: 1}\n', '{a: two, b: 1}\n'],
  ])('replaces a text and keeps its quotes: %j', (before, after) => {
    expect(edited(before, (tree) => replaceText(tree, ['a'], 'two'))).toBe(after);
  });

  it('puts quotes around a text that would mean something else without them', () => {
    expect(edited('a: one\n', (tree) => replaceText(tree, ['a'], 'true'))).toBe('a: "true"\n');
    expect(edited('a: one\n', (tree) => replaceText(tree, ['a'], '* b'))).toBe('a: "* b"\n');
    expect(edited('version: 1.0 # x\n', (tree) => quoteValue(tree, ['version']))).toBe('version: "1.0" # x\n');
  });

  it('renames a key, unless the map has the other', () => {
    expect(edited('adr: ":80"\nb: 1\n', (tree) => renameKey(tree, ['adr'], 'addr'))).toBe('addr: ":80"\nb: 1\n');
    expect(edited('adr: 1\naddr: 2\n', (tree) => renameKey(tree, ['adr'], 'addr'))).toBeUndefined();
  });

  it.each([
    ['m: [a, b, c] # x\n', 0, 'm: [b, c] # x\n'],
    ['m: [a, b, c]\n', 1, 'm: [a, c]\n'],
    ['m: [a, b, c]\n', 2, 'm: [a, b]\n'],
    ['x: 1\nm: [a]\ny: 2\n', 0, 'x: 1\ny: 2\n'],
    ['{x: 1, m: [a]}\n', 0, '{x: 1}\n'],
    ['{m: [a], x: 1}\n', 0, '{x: 1}\n'],
    ['m:\n  # one\n  - a # first\n  - b\n', 0, 'm:\n  # one\n  - b\n'],
    ['m:\n  - a\n  - b # last\nx: 1\n', 1, 'm:\n  - a\nx: 1\n'],
    ['x: 1\nm:\n  - a\n', 0, 'x: 1\n'],
    ['x: 1\r\nm:\r\n  - a\r\n  - b\r\n', 0, 'x: 1\r\nm:\r\n  - b\r\n'],
  ])('removes an item: %j %i', (before, index, after) => {
    expect(edited(before, (tree) => removeAt(tree, ['m', index]))).toBe(after);
  });

  it('leaves an item alone whose removal would take a comment of others along', () => {
    expect(edited('m: [a, # of b\n  b]\n', (tree) => removeAt(tree, ['m', 1]))).toBeUndefined();
  });

  it.each([
    ['m: [a] # x\n', 'm: [a, b] # x\n'],
    ['m: []\n', 'm: [b]\n'],
    ['m:\n  - a # x\ny: 1\n', 'm:\n  - a # x\n  - b\ny: 1\n'],
    ['m:\n- a', 'm:\n- a\n- b'],
    ['name: n # x\ny: 1\n', 'name: n # x\nm: [b]\ny: 1\n'],
    ['name: n\r\nsource: |\r\n  text\r\n', 'name: n\r\nm: [b]\r\nsource: |\r\n  text\r\n'],
    ['{name: n}\n', '{name: n, m: [b]}\n'],
  ])('adds an item: %j', (before, after) => {
    expect(edited(before, (tree) => addToList(tree, [], 'm', 'b'))).toBe(after);
  });

  it('adds a list to an item of a list in its indentation', () => {
    const before = 'e:\n  - name: n\n    y: 1\n';
    expect(edited(before, (tree) => addToList(tree, ['e', 0], 'm', 'b'))).toBe(
      'e:\n  - name: n\n    m: [b]\n    y: 1\n',
    );
  });

  it('changes nothing that an alias or a merge repeats', () => {
    expect(edited('a: &a [x, y]\nb: *a\n', (tree) => removeAt(tree, ['b', 0]))).toBeUndefined();
    expect(edited('a: &a {x: 1}\nb:\n  <<: *a\n', (tree) => replaceText(tree, ['b', 'x'], 'y'))).toBeUndefined();
  });
});
