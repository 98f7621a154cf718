import type { WippyError } from '../../infrastructure/errors.ts';
import type { FrameContext } from '../context/frame-context.ts';

/** An effect that a process asks for: plain data, so that it can be traced, checked, recorded and replayed. */
export interface Command {
  /** See `command-ranges.ts`. */
  readonly id: number;
}

/** How a handler answers a command. Only the first answer counts; one after the process has ended is dropped. */
export interface CommandCompletion {
  complete(data: unknown): void;
  fail(error: WippyError): void;
}

/** Stops the work of a command that nobody waits for any more. */
export type CancelCommand = () => void;

/**
 * Starts the work of a command. It may answer before it returns. It may return a function that is called when the process
 * ends, or gives up the command, before the answer.
 */
export type CommandHandler<C extends Command = Command> = (
  command: C,
  completion: CommandCompletion,
  context: FrameContext,
  // biome-ignore lint/suspicious/noConfusingVoidType: most handlers return nothing at all
) => void | CancelCommand;

/** Does a command that never blocks and returns its result. Throws a WippyError when it fails. */
export type ImmediateHandler<C extends Command = Command> = (command: C, context: FrameContext) => unknown;

export type CommandPhase = 'dispatched' | 'completed' | 'cancelled' | 'performed';

/** One step of a command, told to the observers of the dispatcher. */
export interface CommandObservation {
  readonly phase: CommandPhase;
  readonly command: Command;
  readonly tag: number;
  readonly context: FrameContext;
  readonly data: unknown;
  readonly error: WippyError | null;
}

export type CommandObserver = (observation: CommandObservation) => void;
