import { describe, expect, it } from 'vitest';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import {
  createTranscoder,
  hostPayload,
  PayloadFormat,
  payload,
  Transcoder,
} from '../../../src/infrastructure/transcoder/index.ts';

describe('Transcoder', () => {
  const value = { name: 'x', list: [1, 2.5, true, null], nested: { a: 'ä' } };

  it.each([PayloadFormat.Json, PayloadFormat.Yaml, PayloadFormat.MessagePack])(
    'keeps host values over %s',
    (format) => {
      const transcoder = createTranscoder();
      const there = transcoder.transcode(hostPayload(value), format);
      expect(there.format).toBe(format);
      expect(transcoder.toHost(there)).toEqual(value);
    },
  );

  it('returns the payload itself if it has the format', () => {
    const text = payload(PayloadFormat.Text, 'a');
    expect(createTranscoder().transcode(text, PayloadFormat.Text)).toBe(text);
  });

  it('goes over intermediate formats', () => {
    const transcoder = createTranscoder();
    const yaml = transcoder.transcode(payload(PayloadFormat.Json, '{"a":[1]}'), PayloadFormat.Yaml);
    expect(yaml.data).toBe('a:\n  - 1\n');
    expect(transcoder.transcode(payload(PayloadFormat.Json, '{}'), PayloadFormat.Bytes).data).toEqual(
      new TextEncoder().encode('{}'),
    );
  });

  it('takes the cheapest way', () => {
    const transcoder = new Transcoder()
      .register('a', 'z', () => 'direct', 5)
      .register('a', 'b', () => 'b')
      .register('b', 'z', () => 'over b');
    expect(transcoder.transcode(payload('a', 0), 'z').data).toBe('over b');
    expect(
      new Transcoder()
        .register('a', 'z', () => 'direct')
        .register('a', 'b', String)
        .register('b', 'z', String)
        .transcode(payload('a', 0), 'z').data,
    ).toBe('direct');
  });

  it('uses conversions registered after a failed search', () => {
    const transcoder = createTranscoder();
    expect(transcoder.canTranscode(PayloadFormat.Lua, PayloadFormat.Json)).toBe(false);
    transcoder.register(PayloadFormat.Lua, PayloadFormat.Host, (data) => data);
    expect(transcoder.transcode(payload(PayloadFormat.Lua, 1), PayloadFormat.Json).data).toBe('1');
  });

  it('names both formats when there is no way', () => {
    expect(() => createTranscoder().transcode(payload('x/y', 1), PayloadFormat.Json)).toThrow(
      'cannot convert a payload from x/y to json/plain',
    );
  });

  it('says what is wrong with the data', () => {
    expect(() => createTranscoder().toHost(payload(PayloadFormat.Json, '{bad'))).toThrow(
      /^cannot convert a payload from json\/plain to golang\/any: /,
    );
    expect(() => createTranscoder().toHost(payload(PayloadFormat.MessagePack, 'text'))).toThrow(
      'expected bytes, got string',
    );
  });

  it('turns errors into values that keep kind, retryability and details', () => {
    const error = new WippyError('no', { kind: 'Timeout', retryable: true, details: { a: 1 } });
    const transcoder = createTranscoder();
    expect(transcoder.toHost(payload(PayloadFormat.HostError, error))).toEqual({
      message: 'no',
      kind: 'Timeout',
      retryable: true,
      details: { a: 1 },
    });
    expect(transcoder.transcode(payload(PayloadFormat.HostError, error), PayloadFormat.Text).data).toBe('no');
  });

  it('refuses a second conversion for a pair', () => {
    expect(() => createTranscoder().register(PayloadFormat.Json, PayloadFormat.Host, (data) => data)).toThrow(
      'already registered',
    );
  });
});
