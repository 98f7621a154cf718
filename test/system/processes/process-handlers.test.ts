import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { Policy } from '../../../src/core/context/identity.ts';
import type { Command } from '../../../src/core/dispatcher/command.ts';
import type { PID } from '../../../src/core/pid/pid.ts';
import type { LifecycleEvent } from '../../../src/core/scheduler/lifecycle-events.ts';
import { registerNameCommands } from '../../../src/system/processes/name-handlers.ts';
import { ProcessCommand } from '../../../src/system/processes/process-commands.ts';
import { registerProcessCommands } from '../../../src/system/processes/process-handlers.ts';
import { AccessControl } from '../../../src/system/security/access-control.ts';
import { PolicyScope } from '../../../src/system/security/policy-scope.ts';
import { settle, text } from '../../core/scheduler/support.ts';
import { HOST, System, untilTold, watching } from '../support.ts';

function setup(strict = false) {
  const system = new System();
  const access = new AccessControl(strict);
  const { processes, topology, upgradable } = system;
  registerProcessCommands(system.dispatcher, { processes, topology, upgradable, access });
  registerNameCommands(system.dispatcher, system.names, access);
  system.define('app:worker', untilTold);
  const events: LifecycleEvent[] = [];
  system.define('app:watcher', watching(events));
  const self = system.start('app:watcher');
  const context = FrameContext.root({ id: 'app:watcher', pid: self.pid });
  const perform = (command: Command & Record<string, unknown>, frame = context) =>
    system.dispatcher.perform(command, frame);
  const dispatch = (command: Command & Record<string, unknown>, frame = context) =>
    new Promise((resolve, reject) => {
      const commandCompleted = ({ data, error }: { data: unknown; error: Error | null }) =>
        error === null ? resolve(data) : reject(error);
      system.dispatcher.dispatch(command, 1, { commandCompleted }, frame);
    });
  const spawn = (frame = context) =>
    perform({ id: ProcessCommand.Spawn, request: { source: 'app:worker', host: HOST, input: [] } }, frame) as PID;
  return { system, events, self, context, perform, dispatch, spawn };
}

/** A frame whose actor may do only what is listed. */
function restricted(context: FrameContext, allowed: readonly string[]): FrameContext {
  const policy: Policy = {
    id: 'test:policy',
    evaluate: (_actor, action) => (allowed.includes(action) ? 'allow' : 'undefined'),
  };
  const actor = { id: 'user', meta: {} };
  return FrameContext.root({ pid: context.pid!, actor, scope: new PolicyScope([policy]) });
}

describe('process commands', () => {
  it('spawn, send to, watch and end processes', async () => {
    const { system, events, perform, spawn } = setup();
    const pid = spawn();
    perform({ id: ProcessCommand.Monitor, destination: pid.text });
    expect(() => perform({ id: ProcessCommand.Monitor, destination: pid.text })).toThrow('already monitoring pid');
    perform({ id: ProcessCommand.Send, destination: pid.text, topic: 'end', payloads: [] });
    await settle(system.loop);
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.exit', from: pid })]);
    const other = spawn();
    perform({ id: ProcessCommand.Link, destination: other.text });
    perform({ id: ProcessCommand.Unlink, destination: other.text });
    perform({ id: ProcessCommand.Terminate, destination: other.text });
    await settle(system.loop);
    expect(system.node.has(other)).toBe(false);
  });

  it('execute a process and answer with its result', async () => {
    const { system, dispatch } = setup();
    system.define('app:sum', (_events, out) => out.done([text(42)]));
    system.define('app:broken', () => {
      throw new Error('broken');
    });
    const request = { source: 'app:sum', host: HOST, input: [] };
    expect(await dispatch({ id: ProcessCommand.Exec, request })).toEqual([text(42)]);
    const broken = { ...request, source: 'app:broken' };
    await expect(dispatch({ id: ProcessCommand.Exec, request: broken })).rejects.toThrow('broken');
    const missing = { ...request, source: 'app:missing' };
    await expect(dispatch({ id: ProcessCommand.Exec, request: missing })).rejects.toThrow('factory not found');
  });

  it('deliver a cancellation with its reason', async () => {
    const { system, events, self, perform } = setup();
    perform({ id: ProcessCommand.Cancel, destination: self.pid.text, reason: 'shutting down' });
    await settle(system.loop);
    expect(events).toEqual([expect.objectContaining({ kind: 'pid.cancel', from: self.pid, reason: 'shutting down' })]);
  });

  it('set and read the options of the caller', () => {
    const { system, self, perform } = setup();
    expect(perform({ id: ProcessCommand.GetOptions })).toEqual({ trap_links: false, upgradable: false });
    perform({ id: ProcessCommand.SetOptions, options: { trap_links: true, upgradable: true } });
    expect(perform({ id: ProcessCommand.GetOptions })).toEqual({ trap_links: true, upgradable: true });
    expect(system.topology.trapsLinks(self.pid)).toBe(true);
    const set = (options: unknown) => () => perform({ id: ProcessCommand.SetOptions, options });
    expect(set(1)).toThrow('options parameter must be a table');
    expect(set({ trap_links: 1 })).toThrow('trap_links must be a boolean');
    expect(set({ upgradable: 'yes' })).toThrow('upgradable must be a boolean');
    expect(set({ other: 1 })).toThrow('option other is not supported');
  });

  it('register, look up and give up names', async () => {
    const { self, perform, dispatch, spawn } = setup();
    await dispatch({ id: ProcessCommand.Register, name: 'me' });
    expect(perform({ id: ProcessCommand.Lookup, name: 'me' })).toBe(self.pid);
    const pid = spawn();
    await expect(dispatch({ id: ProcessCommand.Register, name: 'me', pid: pid.text })).rejects.toThrow(
      'name already registered',
    );
    expect(await dispatch({ id: ProcessCommand.Unregister, name: 'me' })).toBe(true);
    expect(() => perform({ id: ProcessCommand.Lookup, name: 'me' })).toThrow('name not registered');
  });

  it('check every permission', () => {
    const { system, context, perform, spawn } = setup();
    const target = spawn();
    const frame = restricted(context, ['process.spawn', 'process.host', 'process.cancel']);
    const denied = (message: string) => expect.objectContaining({ message, kind: 'PermissionDenied' });
    expect(spawn(frame)).toBeDefined();
    expect(() => spawn(restricted(context, ['process.host']))).toThrow(
      denied('not allowed to spawn process: app:worker'),
    );
    expect(() => spawn(restricted(context, ['process.spawn']))).toThrow(
      denied(`not allowed to spawn on host: ${HOST}`),
    );
    const request = { source: 'app:worker', host: HOST, input: [] };
    const spawnWith = (extra: object) => () =>
      perform({ id: ProcessCommand.Spawn, request: { ...request, ...extra } }, frame);
    expect(spawnWith({ monitored: true })).toThrow(denied('not allowed to spawn monitored process: app:worker'));
    expect(spawnWith({ linked: true })).toThrow(denied('not allowed to spawn linked process: app:worker'));
    expect(spawnWith({ values: {} })).toThrow(denied('not allowed to spawn processes with custom context'));
    expect(spawnWith({ actor: null })).toThrow(denied('not allowed to spawn processes with custom security context'));
    const destination = target.text;
    const send = { id: ProcessCommand.Send, destination, topic: 't', payloads: [] };
    expect(() => perform(send, frame)).toThrow(denied(`not allowed to send: ${destination}`));
    expect(() => perform({ id: ProcessCommand.Terminate, destination }, frame)).toThrow(
      denied(`not allowed to terminate: ${destination}`),
    );
    expect(() => perform({ id: ProcessCommand.Cancel, destination, reason: '' }, frame)).not.toThrow();
    expect(system.node.has(target)).toBe(true);
  });

  it('check the permission for names, those of others and of wider scopes', async () => {
    const { context, dispatch, spawn } = setup();
    const pid = spawn();
    const frame = restricted(context, ['process.registry.register']);
    await dispatch({ id: ProcessCommand.Register, name: 'mine' }, frame);
    await expect(dispatch({ id: ProcessCommand.Register, name: 'other', pid: pid.text }, frame)).rejects.toThrow(
      `not allowed to register foreign pid: ${pid.text}`,
    );
    await expect(dispatch({ id: ProcessCommand.Register, name: 'wide', scope: 3 }, frame)).rejects.toThrow(
      'not allowed to register name (strong): wide',
    );
  });

  it('are refused to a frame without actor in strict mode', () => {
    const { spawn } = setup(true);
    expect(() => spawn()).toThrow('not allowed to spawn process: app:worker');
  });
});
