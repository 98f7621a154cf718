import { describe, expect, it } from 'vitest';
import { AppContext, contextKey } from '../../src/infrastructure/app-context.ts';

describe('AppContext', () => {
  const port = contextKey<number>('port');

  it('gives back what was attached under a key', () => {
    const context = new AppContext().set(port, 8080);
    expect(context.get(port)).toBe(8080);
    expect(context.require(port)).toBe(8080);
  });

  it('refuses a second value for a key', () => {
    const context = new AppContext().set(port, 1);
    expect(() => context.set(port, 2)).toThrow('cannot set "port": the application context already holds a value');
    expect(context.get(port)).toBe(1);
  });

  it('refuses writes once it is sealed and still reads', () => {
    const context = new AppContext().set(port, 1);
    context.seal();
    expect(context.sealed).toBe(true);
    expect(() => context.set(contextKey<string>('host'), 'x')).toThrow(
      'cannot set "host": the application context is sealed',
    );
    expect(context.require(port)).toBe(1);
  });

  it('tells two keys of one name apart', () => {
    const context = new AppContext().set(port, 1);
    expect(context.get(contextKey<number>('port'))).toBeUndefined();
  });

  it('names the key that nothing was attached for', () => {
    expect(() => new AppContext().require(port)).toThrow('the application context has no "port"');
  });

  it('holds undefined as a value of its own', () => {
    const maybe = contextKey<undefined>('maybe');
    expect(new AppContext().set(maybe, undefined).require(maybe)).toBeUndefined();
  });
});
