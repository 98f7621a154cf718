import { describe, expect, it } from 'vitest';
import { fnv1a } from '../../../src/core/pid/fnv.ts';
import { formatUnique, looksLikePid, PID, parsePid } from '../../../src/core/pid/pid.ts';
import { PidGenerator } from '../../../src/core/pid/pid-generator.ts';

describe('PID', () => {
  it('leaves the node out of its text when the node stands alone', () => {
    expect(new PID('local', 'app:processes', '0x00001').text).toBe('{app:processes|0x00001}');
    expect(new PID('', 'app:processes', '0x00001').text).toBe('{app:processes|0x00001}');
    expect(new PID('n1', 'app:processes', '0x00001').text).toBe('{n1@app:processes|0x00001}');
  });

  it('reads back what it writes', () => {
    for (const pid of [new PID('', 'a:b', '0x00001'), new PID('node-1', 'a:b', '0xfffff')]) {
      const read = parsePid(pid.text);
      expect([read.node, read.host, read.unique]).toEqual([pid.node, pid.host, pid.unique]);
      expect(read.equals(pid)).toBe(true);
    }
  });

  it('takes the last part of the three-part form as the unique part', () => {
    expect(parsePid('{a:b|ns:name|0x00001}').text).toBe('{a:b|0x00001}');
  });

  it.each([
    ['', 'missing braces'],
    ['{}', 'missing braces'],
    ['app:host|0x1', 'missing braces'],
    ['{app:host}', 'missing pipe'],
  ])('refuses %j because of %s', (text, problem) => {
    expect(() => parsePid(text)).toThrow(`invalid pid format: ${problem}`);
    expect(() => parsePid(text)).toThrow(expect.objectContaining({ kind: 'Invalid', details: { pid: text } }));
  });

  it('tells PIDs from names', () => {
    expect(looksLikePid('{a:b|0x1}')).toBe(true);
    expect(looksLikePid('worker')).toBe(false);
  });

  it('hashes its unique part with FNV-1a', () => {
    // Published test vectors of the 32-bit FNV-1a.
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('a')).toBe(0xe40c292c);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
    expect(new PID('', 'x:y', 'foobar').hash).toBe(0xbf9cf968);
  });

  it('becomes its text in JSON and in templates', () => {
    const pid = new PID('', 'a:b', '0x1');
    expect(JSON.stringify({ pid })).toBe('{"pid":"{a:b|0x1}"}');
    expect(`${pid}`).toBe('{a:b|0x1}');
  });
});

describe('PidGenerator', () => {
  it('counts in hexadecimal', () => {
    const pids = new PidGenerator();
    expect(pids.next('a:b').text).toBe('{a:b|0x00001}');
    expect(pids.next('c:d').text).toBe('{c:d|0x00002}');
    expect(new PidGenerator('n1').next('a:b').text).toBe('{n1@a:b|0x00001}');
  });

  it('widens to 5, 6, 8 and 16 digits', () => {
    expect(formatUnique(0xfffff)).toBe('0xfffff');
    expect(formatUnique(0x100000)).toBe('0x100000');
    expect(formatUnique(0x1000000)).toBe('0x01000000');
    expect(formatUnique(0x100000000)).toBe('0x0000000100000000');
  });
});
