import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { CommandObservation } from '../../../src/core/dispatcher/command.ts';
import { COMMAND_RANGES, commandId, moduleOfCommand } from '../../../src/core/dispatcher/command-ranges.ts';
import type { Completion } from '../../../src/core/dispatcher/completion.ts';
import { Dispatcher } from '../../../src/core/dispatcher/dispatcher.ts';
import { WippyError } from '../../../src/infrastructure/errors.ts';

const context = FrameContext.root();
const ID = commandId('clock', 0);

function receiver() {
  const answers: Completion[] = [];
  return { answers, commandCompleted: (completion: Completion) => void answers.push(completion) };
}

describe('the table of command ranges', () => {
  it('gives no id to two modules', () => {
    const ranges = Object.values(COMMAND_RANGES)
      .map(([first, last]) => ({ first, last }))
      .sort((left, right) => left.first - right.first);
    for (const [index, range] of ranges.entries()) {
      expect(range.first).toBeLessThanOrEqual(range.last);
      if (index > 0) expect(range.first).toBeGreaterThan(ranges[index - 1].last);
    }
  });

  it('keeps offsets inside the range of their module', () => {
    expect(commandId('process', 0)).toBe(1);
    expect(commandId('function', 9)).toBe(39);
    expect(() => commandId('process', 9)).toThrow('outside the range 1-9 of module process');
    expect(moduleOfCommand(35)).toBe('function');
    expect(moduleOfCommand(0)).toBeNull();
  });
});

describe('Dispatcher', () => {
  it('brings the answer of a handler to the receiver with its tag', () => {
    const dispatcher = new Dispatcher();
    dispatcher.register(ID, (command, completion) => completion.complete(command.id));
    const { answers, ...target } = receiver();
    dispatcher.dispatch({ id: ID }, 7, target, context);
    expect(answers.map(({ tag, data, error }) => [tag, data, error])).toEqual([[7, ID, null]]);
  });

  it('refuses a second handler for a command, of either sort', () => {
    const dispatcher = new Dispatcher();
    dispatcher.register(ID, () => {});
    const collision = expect.objectContaining({ kind: 'AlreadyExists', details: { command_id: ID, module: 'clock' } });
    expect(() => dispatcher.register(ID, () => {})).toThrow(collision);
    expect(() => dispatcher.registerImmediate(ID, () => null)).toThrow(collision);
  });

  it('refuses ids outside the ranges and registration after it is frozen', () => {
    const dispatcher = new Dispatcher();
    for (const id of [0, -1, 1.5, 400, 2000])
      expect(() => dispatcher.register(id, () => {})).toThrow(`command id ${id}`);
    dispatcher.freeze();
    expect(() => dispatcher.register(ID, () => {})).toThrow('the dispatcher is frozen');
  });

  it('answers an unknown command with NotFound', () => {
    const { answers, ...target } = receiver();
    new Dispatcher().dispatch({ id: ID }, 1, target, context);
    expect(answers[0].error).toMatchObject({ message: 'unknown command', kind: 'NotFound' });
    expect(() => new Dispatcher().perform({ id: ID }, context)).toThrow('unknown command');
  });

  it('takes what a handler throws as its answer', () => {
    const dispatcher = new Dispatcher();
    dispatcher.register(ID, () => {
      throw new WippyError('no', { kind: 'Conflict' });
    });
    const { answers, ...target } = receiver();
    dispatcher.dispatch({ id: ID }, 1, target, context);
    expect(answers[0].error).toMatchObject({ message: 'no', kind: 'Conflict' });
  });

  it('counts only the first answer', () => {
    const dispatcher = new Dispatcher();
    dispatcher.register(ID, (_command, completion) => {
      completion.complete(1);
      completion.complete(2);
      completion.fail(new WippyError('late'));
    });
    const { answers, ...target } = receiver();
    dispatcher.dispatch({ id: ID }, 1, target, context);
    expect(answers.map(({ data, error }) => [data, error])).toEqual([[1, null]]);
  });

  it('stops the work of a cancelled command and drops its answer', () => {
    const dispatcher = new Dispatcher();
    let stopped = 0;
    let answer: () => void = () => {};
    dispatcher.register(ID, (_command, completion) => {
      answer = () => completion.complete(1);
      return () => stopped++;
    });
    const { answers, ...target } = receiver();
    const completion = dispatcher.dispatch({ id: ID }, 1, target, context);
    completion.cancel();
    completion.cancel();
    answer();
    expect([stopped, answers.length]).toEqual([1, 0]);
  });

  it('does immediate commands at once, performed or dispatched', () => {
    const dispatcher = new Dispatcher();
    dispatcher.registerImmediate(ID, () => 42);
    const { answers, ...target } = receiver();
    expect(dispatcher.perform({ id: ID }, context)).toBe(42);
    dispatcher.dispatch({ id: ID }, 1, target, context);
    expect(answers[0].data).toBe(42);
  });

  it('tells observers about every command until they leave', () => {
    const dispatcher = new Dispatcher();
    dispatcher.register(ID, (_command, completion) => completion.complete('done'));
    dispatcher.register(ID + 1, () => () => {});
    dispatcher.registerImmediate(ID + 2, () => 'now');
    dispatcher.registerImmediate(ID + 3, () => {
      throw new WippyError('never');
    });
    const seen: CommandObservation[] = [];
    const leave = dispatcher.observe((observation) => seen.push(observation));
    const { answers: _answers, ...target } = receiver();
    dispatcher.dispatch({ id: ID }, 1, target, context);
    dispatcher.dispatch({ id: ID + 1 }, 2, target, context).cancel();
    dispatcher.perform({ id: ID + 2 }, context);
    expect(() => dispatcher.perform({ id: ID + 3 }, context)).toThrow('never');
    leave();
    dispatcher.perform({ id: ID + 2 }, context);
    expect(
      seen.map(({ phase, command, tag, data, error }) => [phase, command.id - ID, tag, data, error?.message]),
    ).toEqual([
      ['dispatched', 0, 1, undefined, undefined],
      ['completed', 0, 1, 'done', undefined],
      ['dispatched', 1, 2, undefined, undefined],
      ['cancelled', 1, 2, undefined, undefined],
      ['performed', 2, 0, 'now', undefined],
      ['performed', 3, 0, undefined, 'never'],
    ]);
  });
});
