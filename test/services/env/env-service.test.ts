import { describe, expect, it } from 'vitest';
import { ProgramEnvironment } from '../../../src/infrastructure/program-environment.ts';
import { EnvService } from '../../../src/services/env/env-service.ts';
import { RouterStorage } from '../../../src/services/env/storages/router-storage.ts';
import { MemoryStorage, StaticStorage, SystemStorage } from '../../../src/services/env/storages/simple-storages.ts';

function service(): EnvService {
  const env = new EnvService();
  env.setStorage('app:memory', new MemoryStorage());
  env.setStorage('app:fixed', new StaticStorage({ HOST: 'example.com', EMPTY: '', LOOSE: 'yes' }));
  return env;
}

describe('environment variables', () => {
  it('are found by public name, by id, and by the name of an entry in the own namespace', () => {
    const env = service();
    env.setVariable({ id: 'app:host', name: 'HOST', storage: 'app:fixed', readonly: false });
    env.setVariable({ id: 'app:secret', storage: 'app:memory', default: 's3cret', readonly: false });
    expect(env.get('HOST')).toBe('example.com');
    expect(env.get('app:host')).toBe('example.com');
    expect(env.get('host', 'app')).toBe('example.com');
    expect(env.get('secret', 'app')).toBe('s3cret');
    expect(() => env.get('secret', 'other')).toThrow('environment variable not found');
    expect(() => env.get('secret')).toThrow('environment variable not found');
  });

  it('prefer a public name to an entry of the own namespace', () => {
    const env = service();
    env.setVariable({ id: 'app:PORT', name: 'OTHER', storage: 'app:memory', default: 'own', readonly: false });
    env.setVariable({ id: 'lib:port', name: 'PORT', storage: 'app:memory', default: 'public', readonly: false });
    expect(env.get('PORT', 'app')).toBe('public');
  });

  it('have their default where the value is missing or empty', () => {
    const env = service();
    env.setVariable({ id: 'app:empty', name: 'EMPTY', storage: 'app:fixed', default: 'filled', readonly: false });
    expect(env.get('EMPTY')).toBe('filled');
    env.setVariable({ id: 'app:empty', name: 'EMPTY', storage: 'app:fixed', readonly: false });
    expect(() => env.get('EMPTY')).toThrow('environment variable not found');
    expect(env.has('EMPTY')).toBe(true);
  });

  it('cannot be set when they or their storage are read-only', () => {
    const env = service();
    env.setVariable({ id: 'app:a', name: 'A', storage: 'app:memory', readonly: true });
    env.setVariable({ id: 'app:b', name: 'B', storage: 'app:fixed', readonly: false });
    env.setVariable({ id: 'app:c', name: 'C', storage: 'app:memory', readonly: false });
    expect(() => env.set('A', 'x')).toThrow('environment variable is read-only');
    expect(() => env.set('B', 'x')).toThrow('storage is read-only');
    expect(() => env.set('D', 'x')).toThrow('environment variable not found');
    env.set('C', 'x');
    expect(env.get('C')).toBe('x');
  });

  it('need a storage and a name of their own', () => {
    const env = service();
    env.setVariable({ id: 'app:a', name: 'A', storage: 'app:memory', readonly: false });
    expect(() => env.setVariable({ id: 'app:b', name: 'A', storage: 'app:memory', readonly: false })).toThrow(
      'environment variable name already exists: A',
    );
    expect(() => env.setVariable({ id: 'app:b', storage: 'app:gone', readonly: false })).toThrow(
      'environment storage backend not found',
    );
  });

  it('give up their old name when they are renamed', () => {
    const env = service();
    env.setVariable({ id: 'app:a', name: 'OLD', storage: 'app:memory', default: '1', readonly: false });
    env.setVariable({ id: 'app:a', name: 'NEW', storage: 'app:memory', default: '1', readonly: false });
    expect(env.has('OLD')).toBe(false);
    expect(env.get('NEW')).toBe('1');
    env.deleteVariable('app:a');
    expect(env.has('NEW')).toBe(false);
  });

  it('list values of storages and variables, but of the operating system only what a variable names', () => {
    const env = service();
    env.setStorage('app:os', new SystemStorage(new ProgramEnvironment({ HOME: '/home/ada', TOKEN: 'secret' })));
    env.setVariable({ id: 'app:home', name: 'HOME', storage: 'app:os', readonly: true });
    env.setVariable({ id: 'app:port', name: 'PORT', storage: 'app:os', default: '80', readonly: true });
    expect(Object.fromEntries(env.all())).toEqual({
      HOST: 'example.com',
      EMPTY: '',
      LOOSE: 'yes',
      HOME: '/home/ada',
      PORT: '80',
    });
  });
});

describe('a router storage', () => {
  it('reads the first value found and writes to the first storage', () => {
    const first = new MemoryStorage();
    const router = new RouterStorage(() => [first, new StaticStorage({ A: 'fixed', B: 'b' })]);
    expect(router.get('A')).toBe('fixed');
    router.set('A', 'changed');
    expect(router.get('A')).toBe('changed');
    expect(first.get('A')).toBe('changed');
    expect(Object.fromEntries(router.list())).toEqual({ A: 'changed', B: 'b' });
    expect(router.get('C')).toBeUndefined();
  });
});

describe('the storage of the operating system', () => {
  it('has no inherited names and cannot be written', () => {
    const storage = new SystemStorage(new ProgramEnvironment({ A: '1' }));
    expect(storage.get('toString')).toBeUndefined();
    expect(() => storage.set()).toThrow('storage is read-only');
  });
});
