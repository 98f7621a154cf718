import { describe, expect, it } from 'vitest';
import { encodePoint, encodeText } from '../../../src/lua/syntax/escapes.ts';
import { parse, parseBytes } from '../../../src/lua/syntax/index.ts';
import { expressionOf, problemsOf } from './show.ts';

function stringOf(literal: string): string {
  const expression = expressionOf(literal);
  if (expression.kind !== 'String') throw new Error(`not a string: ${literal}`);
  return expression.value;
}

describe('string literals', () => {
  it.each([
    [String.raw`"\a\b\f\n\r\t\v\\\"\'"`, '\x07\b\f\n\r\t\v\\"\''],
    [String.raw`'\x41\xfF\0\65\065\2550'`, 'A\xff\0AA\xff0'],
    ['"a\\\nb\\\r\nc"', 'a\nb\nc'],
    ['"a\\z  \n\t\n  b\\zc"', 'abc'],
    [String.raw`"\u{41}\u{e9}\u{20ac}\u{1F600}\u{10FFFF}"`, 'A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf'],
    ['"é€😀"', '\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'],
    ['[[a\\n]]', 'a\\n'],
    ['[==[\n\na]]\r\nb]=]]==]', '\na]]\nb]=]'],
    ['[[\r\nx\n\ry\rz]]', 'x\ny\nz'],
    ['""', ''],
    ["'it\"s'", 'it"s'],
  ])('%j has its bytes', (literal, value) => {
    expect(stringOf(literal)).toBe(value);
  });

  it.each([
    [String.raw`x = "abc\q"`, String.raw`1:9 invalid escape sequence near '"abc\q'`],
    [String.raw`x = "\xg"`, String.raw`1:6 hexadecimal digit expected near '"\xg'`],
    [String.raw`x = "\u00"`, String.raw`1:6 missing '{' near '"\u0'`],
    [String.raw`x = "\u{}"`, String.raw`1:6 hexadecimal digit expected near '"\u{}'`],
    [String.raw`x = "\u{12"`, String.raw`1:6 missing '}' near '"\u{12"'`],
    [String.raw`x = "\u{110000}"`, String.raw`1:6 UTF-8 value too large near '"\u{110000'`],
    [String.raw`x = "\999"`, String.raw`1:6 decimal escape too large near '"\999"'`],
    ['x = "abc', '1:5 unfinished string near <eof>'],
    ['x = "abc\ny = 1', `1:5 unfinished string near '"abc'`],
    ['x = "a\\\nb\ny = 1', `2:2 unfinished string near '"a\nb'`],
    ['x = "a\\', '1:5 unfinished string near <eof>'],
    ['x = [[abc\n\n', '3:1 unfinished long string (starting at line 1) near <eof>'],
    ['\n--[==[ abc ]]', '2:14 unfinished long comment (starting at line 2) near <eof>'],
    ['x = [==abc', "1:5 invalid long string delimiter near '[=='"],
    ['x = 3..2', "1:5 malformed number near '3..2'"],
    ['x = 0x', "1:5 malformed number near '0x'"],
  ])('%j is one problem, in the words of PUC Lua', (source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it('keeps each byte of a source that is not UTF-8', () => {
    const chunk = parseBytes(Uint8Array.from([...'return "'].map((c) => c.charCodeAt(0)).concat([0xff, 0xe9, 0x22])));
    const [statement] = chunk.body.statements;
    expect(chunk.problems).toEqual([]);
    expect(statement.kind === 'Return' && statement.values[0]).toMatchObject({ kind: 'String', value: '\xff\xe9' });
  });

  it('reads UTF-8 bytes as the text that they are', () => {
    const fromBytes = parseBytes(new TextEncoder().encode('\ufeffreturn "é" -- ü'));
    expect(fromBytes.problems).toEqual([]);
    expect(fromBytes.body.statements[0]).toMatchObject({ values: [{ value: '\xc3\xa9' }] });
    expect(fromBytes.comments[0].text).toBe(' ü');
  });

  it('writes a code point as the host writes it', () => {
    for (const point of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff]) {
      const bytes = [...new TextEncoder().encode(String.fromCodePoint(point))];
      expect([...encodePoint(point)].map((byte) => byte.charCodeAt(0))).toEqual(bytes);
    }
    expect(encodePoint(0x7fffffff)).toBe('\xfd\xbf\xbf\xbf\xbf\xbf');
    expect(encodeText('plain')).toBe('plain');
    expect(encodeText('aé\ud800b')).toBe('a\xc3\xa9\xed\xa0\x80b');
  });

  it('names the byte of a character that begins no token', () => {
    expect(problemsOf('x = é')).toEqual([String.raw`1:5 unexpected symbol near '<\195>'`]);
    expect(problemsOf('x = \x01')).toEqual([String.raw`1:5 unexpected symbol near '<\1>'`]);
    expect(parse('x = \xe9', { encoding: 'bytes' }).problems[0].message).toBe(
      String.raw`unexpected symbol near '<\233>'`,
    );
  });
});
