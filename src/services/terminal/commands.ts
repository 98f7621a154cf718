/** Commands of the terminal range and their handlers. */

import type { Command, CommandCompletion } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { ReadDone } from './input.ts';
import type { Terminals } from './terminal.ts';

/** The places from 6 on belong to raw events of the terminal. */
export const TerminalCommand = {
  Read: commandId('terminal', 0),
  ReadLine: commandId('terminal', 1),
  Raw: commandId('terminal', 2),
  Write: commandId('terminal', 3),
  Flush: commandId('terminal', 4),
  Arguments: commandId('terminal', 5),
} as const;

/** Result: a byte string of at most `size` bytes. */
export interface ReadCommand extends Command {
  readonly size: number;
}

/** Result: null. Immediate. */
export interface RawCommand extends Command {
  readonly on: boolean;
}

/** Result: whether there is room for more. Immediate. */
export interface WriteCommand extends Command {
  readonly to: 'stdout' | 'stderr';
  readonly bytes: string;
}

/** Result: null, once the operating system has taken what was written; with `room`, once there is room for more. */
export interface FlushCommand extends Command {
  readonly until: 'empty' | 'room';
}

/** Registers the handlers. All but `Arguments` fail with Unavailable `no terminal context` for other processes. */
export function registerTerminalCommands(dispatcher: Dispatcher, terminals: Terminals): void {
  dispatcher.registerImmediate<WriteCommand>(TerminalCommand.Write, ({ to, bytes }, { pid }) => {
    const { output, errors } = terminals.require(pid).device;
    if (to === 'stdout') return output.write(bytes);
    // On a screen the two must appear in the order they were written.
    output.push();
    return errors.write(bytes);
  });
  dispatcher.register<FlushCommand>(TerminalCommand.Flush, ({ until }, completion, { pid }) => {
    const { output, errors } = terminals.require(pid).device;
    if (until === 'empty') return output.flush(() => completion.complete(null));
    let cancelErrors = (): void => undefined;
    const cancelOutput = output.room(() => {
      cancelErrors = errors.room(() => completion.complete(null));
    });
    return () => {
      cancelOutput();
      cancelErrors();
    };
  });
  dispatcher.registerImmediate<RawCommand>(TerminalCommand.Raw, ({ on }, { pid }) => {
    terminals.require(pid).device.raw(on);
    return null;
  });
  dispatcher.register<ReadCommand>(TerminalCommand.Read, ({ size }, completion, { pid }) => {
    const { input, output } = terminals.require(pid).device;
    output.push();
    return input.read(size, answer(completion));
  });
  dispatcher.register(TerminalCommand.ReadLine, (_command, completion, { pid }) => {
    const { input, output } = terminals.require(pid).device;
    output.push();
    return input.readLine(answer(completion));
  });
  dispatcher.registerImmediate(TerminalCommand.Arguments, (_command, { pid }) => terminals.find(pid)?.args ?? []);
}

function answer(completion: CommandCompletion): ReadDone {
  return (bytes, error) => (error === null ? completion.complete(bytes) : completion.fail(error));
}
