import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Component } from '../../src/boot/component.ts';
import { ComponentLoader, componentLevels } from '../../src/boot/component-loader.ts';
import { boot } from '../../src/boot/phases.ts';
import { createShutdownTrigger, runUntilShutdown, type SignalSource } from '../../src/boot/shutdown.ts';
import { AppContext, contextKey } from '../../src/infrastructure/app-context.ts';
import { eventBusKey, loggerKey } from '../../src/system/context-keys.ts';
import { flush, ManualClock } from '../infrastructure/manual-clock.ts';

const silent = { level: 'silent' } as const;

function component(name: string, dependsOn: string[], log: string[], changes: Partial<Component> = {}): Component {
  return {
    name,
    dependsOn,
    load: () => void log.push(`load ${name}`),
    start: () => void log.push(`start ${name}`),
    stop: () => void log.push(`stop ${name}`),
    ...changes,
  };
}

describe('componentLevels', () => {
  const names = (components: Component[]): string[][] =>
    componentLevels(components).map((level) => level.map(({ name }) => name));

  it('puts each component behind what it depends on, whatever the order', () => {
    const all = [
      component('supervisor', ['registry'], []),
      component('registry', [], []),
      component('dispatcher', ['pidgen'], []),
      component('pidgen', [], []),
      component('functions', ['supervisor', 'dispatcher'], []),
    ];
    const expected = [['pidgen', 'registry'], ['dispatcher', 'supervisor'], ['functions']];
    expect(names(all)).toEqual(expected);
    expect(names([...all].reverse())).toEqual(expected);
  });

  it.each([
    [[component('a', [], []), component('a', [], [])], 'component already registered: a'],
    [[component('a', ['registy'], []), component('registry', [], [])], 'component not found: registy (needed by a)'],
    [[component('a', ['b'], []), component('b', ['a'], []), component('c', [], [])], 'in a cycle: a, b'],
  ])('refuses sets that cannot be sorted (%#)', (components, message) => {
    expect(() => componentLevels(components)).toThrow(message);
  });
});

describe('boot', () => {
  it('goes through the four phases and shuts down in reverse order', async () => {
    const log: string[] = [];
    const greeting = contextKey<string>('greeting');
    const system = await boot(
      {
        components: [
          component('b', ['a'], log, {
            load(context) {
              log.push(`load b sees ${context.require(greeting)}`);
            },
          }),
          component('a', [], log, {
            load(context) {
              context.require(eventBusKey);
              context.require(loggerKey);
              context.set(greeting, 'hello');
            },
          }),
        ],
        logging: silent,
        prepare: () => void log.push('prepare'),
        freezeDispatcher: (context) => void log.push(`freeze, sealed: ${context.sealed}`),
        loadEntries: (context) => void log.push(`entries, sealed: ${context.sealed}`),
      },
      (phase) => log.push(`phase ${phase}`),
    );
    expect(log).toEqual([
      'phase infrastructure',
      'prepare',
      'phase components',
      'load b sees hello',
      'phase activation',
      'freeze, sealed: false',
      'start a',
      'start b',
      'phase entries',
      'entries, sealed: true',
    ]);
    log.length = 0;
    await Promise.all([system.shutdown(), system.shutdown()]);
    expect(log).toEqual(['stop b', 'stop a']);
    expect(() => system.context.set(greeting, 'again')).toThrow('sealed');
    expect(() => system.context.require(eventBusKey).subscribe({}, () => undefined)).toThrow('closed');
  });

  it('loads the components of one level in parallel', async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await boot({
      components: [component('a', [], log, { load: () => gate }), component('b', [], log, { load: () => release() })],
      logging: silent,
    });
    expect(log).toEqual(['start a', 'start b']);
  });

  it.each([
    ['load', 'failed to load component: b: no memory', ['stop c', 'stop a']],
    ['start', 'failed to start component: b: no memory', ['stop d', 'stop c', 'stop b', 'stop a']],
  ] as const)('stops what was loaded when a component fails in %s', async (step, message, stops) => {
    const log: string[] = [];
    const failing = { [step]: () => Promise.reject(new Error('no memory')) };
    const components = [
      component('a', [], log),
      component('b', ['a'], log, failing),
      component('c', ['a'], log),
      component('d', ['b'], log),
    ];
    await expect(boot({ components, logging: silent })).rejects.toThrow(message);
    expect(log.filter((line) => line.startsWith('stop'))).toEqual(stops);
  });
});

describe('ComponentLoader.stop', () => {
  it('stops the others when one fails, and reports all failures', async () => {
    const log: string[] = [];
    const failing = { stop: () => Promise.reject(new Error('busy')) };
    const loader = new ComponentLoader([
      component('a', [], log),
      component('b', [], log, failing),
      component('c', [], log),
    ]);
    const context = new AppContext();
    await loader.load(context);
    await expect(loader.stop(context)).rejects.toThrow(
      'shutdown failed (1 component failed): failed to stop component: b: busy',
    );
    expect(log.filter((line) => line.startsWith('stop'))).toEqual(['stop c', 'stop a']);
  });

  it('gives up components that take longer than the overall limit', async () => {
    const clock = new ManualClock();
    let signal: AbortSignal | undefined;
    const stuck: Partial<Component> = {
      stop(_context, given) {
        signal = given;
        return new Promise(() => undefined);
      },
    };
    const loader = new ComponentLoader([component('a', [], [], stuck)], { clock });
    await loader.load(new AppContext());
    const check = expect(loader.stop(new AppContext(), 30_000)).rejects.toThrow(
      'failed to stop component: a: not stopped within the shutdown limit of 30s',
    );
    await clock.advance(30_000);
    await check;
    expect(signal?.aborted).toBe(true);
  });
});

describe('runUntilShutdown', () => {
  it('returns the code of the trigger', async () => {
    const trigger = createShutdownTrigger();
    trigger.trigger(7);
    trigger.trigger(8);
    let stopped = false;
    const code = await runUntilShutdown({
      trigger,
      signals: new EventEmitter() as unknown as SignalSource,
      shutdown: async () => {
        stopped = true;
      },
    });
    expect([code, stopped]).toEqual([7, true]);
  });

  it.each(['SIGINT', 'SIGTERM'])('shuts down on the first %s and exits with 1 on the second signal', async (signal) => {
    const signals = new EventEmitter();
    const exits: number[] = [];
    let finish: () => void = () => undefined;
    const ended = runUntilShutdown({
      trigger: createShutdownTrigger(),
      signals: signals as unknown as SignalSource,
      exit: (code) => exits.push(code),
      shutdown: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    signals.emit(signal);
    await flush();
    expect(exits).toEqual([]);
    signals.emit('SIGINT');
    expect(exits).toEqual([1]);
    finish();
    expect(await ended).toBe(0);
    expect(signals.listenerCount('SIGINT') + signals.listenerCount('SIGTERM')).toBe(0);
  });

  it('returns 1 when the shutdown fails', async () => {
    const trigger = createShutdownTrigger();
    trigger.trigger();
    const signals = new EventEmitter() as unknown as SignalSource;
    expect(await runUntilShutdown({ trigger, signals, shutdown: () => Promise.reject(new Error('busy')) })).toBe(1);
  });
});
