import { toWippyError } from '../../infrastructure/errors.ts';
import type { FrameContext } from '../context/frame-context.ts';
import type { Command, CommandHandler, CommandObserver, ImmediateHandler } from './command.ts';
import { MAXIMUM_COMMAND_ID, moduleOfCommand } from './command-ranges.ts';
import { Completion, type CompletionReceiver } from './completion.ts';
import { commandCollision, dispatcherFrozen, invalidCommandId, unknownCommand } from './errors.ts';

/** The one gate between processes and the rest of the system: every effect is a command that passes here. */
export class Dispatcher {
  private readonly handlers: (CommandHandler | undefined)[] = new Array(MAXIMUM_COMMAND_ID + 1).fill(undefined);
  private readonly immediates: (ImmediateHandler | undefined)[] = new Array(MAXIMUM_COMMAND_ID + 1).fill(undefined);
  private frozenValue = false;
  private observers: readonly CommandObserver[] | null = null;

  /**
   * Registers the handler of a command that may wait.
   * @throws WippyError AlreadyExists on a second handler, Invalid for an id in no range, InvalidState after `freeze`.
   */
  register<C extends Command>(id: number, handler: CommandHandler<C>): void {
    this.checkFree(id);
    this.handlers[id] = handler as CommandHandler;
  }

  /** Registers the handler of a command that never waits; same errors as `register`. */
  registerImmediate<C extends Command>(id: number, handler: ImmediateHandler<C>): void {
    this.checkFree(id);
    this.immediates[id] = handler as ImmediateHandler;
  }

  /** Ends registration; called once all components have loaded. */
  freeze(): void {
    this.frozenValue = true;
  }

  get frozen(): boolean {
    return this.frozenValue;
  }

  has(id: number): boolean {
    return this.handlers[id] !== undefined || this.immediates[id] !== undefined;
  }

  /** Whether `perform` can do this command. */
  isImmediate(id: number): boolean {
    return this.immediates[id] !== undefined;
  }

  /**
   * Starts a command. The answer reaches the receiver, possibly before this returns; the completion can be cancelled.
   * An immediate command is answered at once. An unknown one fails with NotFound `unknown command`.
   */
  dispatch(command: Command, tag: number, receiver: CompletionReceiver, context: FrameContext): Completion {
    const completion = new Completion(tag, receiver);
    if (this.observers !== null) this.follow(this.observers, completion, command, context);
    this.start(command, completion, context);
    return completion;
  }

  /** Starts a command whose completion the caller has made, so that it can be found while the handler runs. */
  start(command: Command, completion: Completion, context: FrameContext): void {
    const handler = this.handlers[command.id];
    try {
      if (handler !== undefined) {
        const cancelWork = handler(command, completion, context);
        if (cancelWork !== undefined && !completion.settled) completion.cancelWork = cancelWork;
        return;
      }
      const immediate = this.immediates[command.id];
      if (immediate !== undefined) completion.complete(immediate(command, context));
      else completion.fail(unknownCommand(command.id));
    } catch (thrown) {
      completion.fail(toWippyError(thrown));
    }
  }

  /** Reports the life of a completion to the observers, if there are any. */
  trace(completion: Completion, command: Command, context: FrameContext): void {
    if (this.observers !== null) this.follow(this.observers, completion, command, context);
  }

  /**
   * Does an immediate command and returns its result.
   * @throws WippyError of the handler, or NotFound `unknown command`.
   */
  perform(command: Command, context: FrameContext): unknown {
    const handler = this.immediates[command.id];
    if (handler === undefined) throw unknownCommand(command.id);
    if (this.observers === null) return handler(command, context);
    return this.performObserved(this.observers, handler, command, context);
  }

  /** Adds an observer of every command; returns the function that removes it. Costs nothing while there is none. */
  observe(observer: CommandObserver): () => void {
    this.observers = [...(this.observers ?? []), observer];
    return () => {
      const left = (this.observers ?? []).filter((candidate) => candidate !== observer);
      this.observers = left.length === 0 ? null : left;
    };
  }

  private performObserved(
    observers: readonly CommandObserver[],
    handler: ImmediateHandler,
    command: Command,
    context: FrameContext,
  ): unknown {
    try {
      const data = handler(command, context);
      notify(observers, { phase: 'performed', command, tag: 0, context, data, error: null });
      return data;
    } catch (thrown) {
      const error = toWippyError(thrown);
      notify(observers, { phase: 'performed', command, tag: 0, context, data: undefined, error });
      throw error;
    }
  }

  private follow(
    observers: readonly CommandObserver[],
    completion: Completion,
    command: Command,
    context: FrameContext,
  ): void {
    const tag = completion.tag;
    notify(observers, { phase: 'dispatched', command, tag, context, data: undefined, error: null });
    completion.trace = {
      ended: ({ data, error }, cancelled) =>
        notify(observers, { phase: cancelled ? 'cancelled' : 'completed', command, tag, context, data, error }),
    };
  }

  private checkFree(id: number): void {
    if (this.frozenValue) throw dispatcherFrozen(id);
    if (!Number.isInteger(id) || moduleOfCommand(id) === null) throw invalidCommandId(id);
    if (this.has(id)) throw commandCollision(id);
  }
}

function notify(observers: readonly CommandObserver[], observation: Parameters<CommandObserver>[0]): void {
  for (const observer of observers) observer(observation);
}
