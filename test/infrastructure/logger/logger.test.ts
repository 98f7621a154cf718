import { describe, expect, it } from 'vitest';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { EventBus } from '../../../src/infrastructure/event-bus/index.ts';
import {
  formatConsoleRecord,
  LogManager,
  type LogManagerOptions,
  type LogRecord,
} from '../../../src/infrastructure/logger/index.ts';

function capture(options: LogManagerOptions = {}): { manager: LogManager; lines: string[] } {
  const lines: string[] = [];
  const manager = new LogManager({ ...options, stream: { write: (line: string) => void lines.push(line) } });
  return { manager, lines };
}

describe('LogManager', () => {
  it('writes one JSON object per record', () => {
    const { manager, lines } = capture({ encoding: 'json' });
    manager.root
      .named('boot')
      .named('loader')
      .info('loaded', { count: 3, error: new WippyError('no', { kind: 'Invalid' }) });
    const { ts, ...record } = JSON.parse(lines[0]);
    expect(typeof ts).toBe('number');
    expect(record).toEqual({
      level: 'info',
      logger: 'boot.loader',
      count: 3,
      error: { message: 'no', kind: 'Invalid' },
      msg: 'loaded',
    });
  });

  it('writes lines for people', () => {
    const { manager, lines } = capture({ colors: false });
    manager.root.named('http').with({ server: 'app:gateway' }).warn('slow request', { path: '/a b' });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}http slow request server=app:gateway path="\/a b"\n$/);
  });

  it('changes the level of loggers that already exist', () => {
    const { manager, lines } = capture({ colors: false });
    const logger = manager.root.named('a');
    logger.debug('hidden');
    manager.level = 'debug';
    logger.debug('shown');
    manager.level = 'silent';
    logger.error('hidden too');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('shown');
    expect(logger.enabled('error')).toBe(false);
  });

  it('publishes records as events once streaming is on', async () => {
    const bus = new EventBus();
    const { manager } = capture({ bus });
    const seen: unknown[] = [];
    bus.subscribe(
      { system: 'logs' },
      ({ kind, path, data }) => void seen.push([kind, path, (data as LogRecord).message]),
    );
    manager.root.named('a').info('before');
    manager.streaming = true;
    manager.root.named('a').info('after');
    manager.root.named('eventbus').error('about the bus');
    await bus.idle();
    expect(seen).toEqual([['info', 'a', 'after']]);
  });

  it('writes the trace that an error carries below the record, and as a field of JSON', () => {
    const error = new WippyError('no', { kind: 'Invalid' });
    for (const encoding of ['console', 'json'] as const) {
      const { manager, lines } = capture({ encoding, colors: false });
      manager.describeTrace = (thrown) => (thrown === error ? 'stack traceback:\n\ta.lua:3: in f' : '');
      manager.root.error('failed', { error });
      if (encoding === 'json') expect(JSON.parse(lines[0])).toMatchObject({ error: { trace: expect.any(String) } });
      else
        expect(lines[0]).toMatch(
          /failed error={"message":"no","kind":"Invalid"}\n {4}stack traceback:\n {6}a\.lua:3: in f\n$/,
        );
    }
  });

  it('tells where the host made errors only when asked', () => {
    const cause = new TypeError('broken');
    const error = new WippyError('no', { kind: 'Invalid', cause });
    const plain = capture({ colors: false });
    plain.manager.root.error('failed', { error });
    expect(plain.lines[0]).not.toContain('TypeError');
    const detailed = capture({ colors: false, hostStacks: true });
    detailed.manager.root.error('failed', { error });
    expect(detailed.lines[0]).toContain('TypeError: broken\n    ');
  });

  it('can stream and keep records from the stream of lines from the start', async () => {
    const bus = new EventBus();
    const { manager, lines } = capture({ bus, streaming: true, propagating: false });
    const seen: string[] = [];
    bus.subscribe({ system: 'logs' }, ({ data }) => void seen.push((data as LogRecord).message));
    manager.root.info('one');
    await bus.idle();
    expect([seen, lines]).toEqual([['one'], []]);
  });

  it('can keep records from the stream while observers still get them', () => {
    const { manager, lines } = capture();
    const seen: string[] = [];
    const end = manager.observe((record) => seen.push(record.message));
    manager.propagating = false;
    manager.root.info('one');
    end();
    manager.root.info('two');
    expect(lines).toEqual([]);
    expect(seen).toEqual(['one']);
  });
});

describe('formatConsoleRecord', () => {
  it('shows control characters instead of passing them to the terminal', () => {
    const record: LogRecord = { time: 0, level: 'info', logger: '', message: 'a\u001b[2Jb\rc', fields: {} };
    expect(formatConsoleRecord(record, false)).toContain('a\\x1b[2Jb\\x0dc');
  });
});
