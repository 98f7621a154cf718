import { describe, expect, it } from 'vitest';
import { Cancellation, canceledError } from '../../../src/core/context/cancellation.ts';
import { ContextValues } from '../../../src/core/context/context-values.ts';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { PID } from '../../../src/core/pid/pid.ts';

const pid = new PID('', 'a:host', '0x00001');
const actor = { id: 'user:1', meta: {} };

describe('FrameContext', () => {
  it('gives a called function the actor and the values of the caller, with overrides on top', () => {
    const caller = FrameContext.root({ id: 'a:process', pid, actor, values: { request: 1, tenant: 'x' } });
    const callee = caller.call({ id: 'a:function', values: { request: 2 }, options: { timeout: 5 } });
    expect(callee.actor).toBe(actor);
    expect([callee.get('request'), callee.get('tenant'), callee.get('missing')]).toEqual([2, 'x', undefined]);
    expect(caller.get('request')).toBe(1);
    expect(callee.caller).toBe(pid);
    expect(callee.options).toEqual({ timeout: 5 });
    expect(callee.call({ id: 'a:inner' }).options).toBeNull();
  });

  it('removes the actor when told null and keeps it when told nothing', () => {
    const caller = FrameContext.root({ actor });
    expect(caller.call({ actor: null }).actor).toBeNull();
    expect(caller.call({}).actor).toBe(actor);
  });

  it('traces the functions from the inside out', () => {
    const inner = FrameContext.root({ id: 'a:one' }).call({ id: 'a:two' }).call({ id: 'a:three' });
    expect(inner.trace()).toEqual(['a:three', 'a:two', 'a:one']);
  });

  it('keeps no way from a spawned process to its spawner but the PID', () => {
    const child = FrameContext.root({ id: 'a:parent', pid, values: { k: 1 } }).spawn({ id: 'a:child' });
    expect(child.parent).toBeNull();
    expect(child.caller).toBe(pid);
    expect(child.get('k')).toBe(1);
  });

  it('cancels called functions together with the caller, but not spawned processes', () => {
    const caller = FrameContext.root();
    const callee = caller.call({});
    const child = caller.spawn({});
    const reasons: string[] = [];
    callee.cancellation.onCancel((reason) => reasons.push(reason.message));
    caller.cancel(canceledError('stop'));
    expect(reasons).toEqual(['stop']);
    expect([callee.cancelled, child.cancelled]).toEqual([true, false]);
    expect(caller.call({}).cancellation.cancelled).toBe(true);
  });

  it('lets go of the caller when it ends', () => {
    const caller = FrameContext.root();
    const callee = caller.call({});
    callee.cancellation.onCancel(() => {});
    callee.end();
    caller.cancel();
    expect(callee.cancellation.cancelled).toBe(false);
  });

  it('keeps everything but the id when it is renamed', () => {
    const process = FrameContext.root({ pid: new PID('', 'a:h', '0x2') }).spawn({ id: 'a:old', pid, values: { k: 1 } });
    const renamed = process.renamed('a:new');
    expect([renamed.id, renamed.pid, renamed.caller?.text, renamed.get('k')]).toEqual(['a:new', pid, '{a:h|0x2}', 1]);
  });
});

describe('ContextValues', () => {
  it('finds the nearest value through any number of layers', () => {
    let values: ContextValues | null = null;
    for (let layer = 0; layer < 50; layer++) values = ContextValues.extend(values, { layer, [`key${layer}`]: layer });
    expect(values!.get('layer')).toBe(49);
    expect(values!.get('key0')).toBe(0);
    expect(values!.has('key51')).toBe(false);
    expect(values!.all().size).toBe(51);
  });

  it('treats a key of the object prototype as missing', () => {
    const values = ContextValues.extend(null, { a: 1 })!;
    expect(values.get('constructor')).toBeUndefined();
    expect(values.has('__proto__')).toBe(false);
  });

  it('adds no layer for no values', () => {
    const values = ContextValues.extend(null, { a: 1 });
    expect(ContextValues.extend(values, {})).toBe(values);
  });
});

describe('Cancellation', () => {
  it('tells each listener once and late ones at once', () => {
    const cancellation = new Cancellation();
    const heard: string[] = [];
    cancellation.onCancel(() => heard.push('early'));
    const unsubscribe = cancellation.onCancel(() => heard.push('gone'));
    unsubscribe();
    cancellation.cancel();
    cancellation.cancel();
    cancellation.onCancel(() => heard.push('late'));
    expect(heard).toEqual(['early', 'late']);
  });

  it('aborts the signal made of it', () => {
    const cancellation = new Cancellation();
    const signal = cancellation.toAbortSignal();
    expect(signal.aborted).toBe(false);
    cancellation.cancel(canceledError('enough'));
    expect(signal.reason).toMatchObject({ message: 'enough', kind: 'Canceled' });
  });
});
