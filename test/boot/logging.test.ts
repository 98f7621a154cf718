import { describe, expect, it } from 'vitest';
import { type LogRequest, logOptions } from '../../src/boot/logging.ts';
import { Config } from '../../src/infrastructure/config.ts';

const quiet: LogRequest = { verbosity: 'normal', console: false, stackTraces: false, events: false, colors: false };
const options = (request: Partial<LogRequest>, sections: Record<string, unknown> = {}) =>
  logOptions(Config.fromSections(sections), { ...quiet, ...request });

describe('logOptions', () => {
  it('writes information for people where nothing else is asked for', () => {
    expect(options({})).toEqual({
      level: 'info',
      encoding: 'console',
      colors: false,
      streaming: false,
      propagating: true,
      hostStacks: false,
    });
  });

  it('takes encoding, level and routing from the configuration', () => {
    const sections = {
      logger: { encoding: 'json' },
      logmanager: { min_level: 2, propagate_downstream: false, stream_to_events: true },
    };
    expect(options({}, sections)).toMatchObject({
      encoding: 'json',
      level: 'error',
      propagating: false,
      streaming: true,
    });
  });

  it('lets the flags count more than the configuration', () => {
    const sections = { logger: { encoding: 'json' }, logmanager: { min_level: 2 } };
    expect(options({ verbosity: 'debug', console: true, stackTraces: true }, sections)).toMatchObject({
      encoding: 'console',
      level: 'debug',
      hostStacks: true,
    });
  });

  it('makes no records when it is silent, but for those that are published', () => {
    expect(options({ verbosity: 'silent' })).toMatchObject({ level: 'silent', propagating: false });
    expect(options({ verbosity: 'silent', events: true })).toMatchObject({
      level: 'info',
      propagating: false,
      streaming: true,
    });
  });

  it('has no level above "silent"', () => {
    expect(options({}, { logmanager: { min_level: 9 } }).level).toBe('silent');
  });
});
