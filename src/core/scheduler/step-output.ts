import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { Command } from '../dispatcher/command.ts';
import type { StepStatus, UpgradeRequest } from './process.ts';

/** Where a step writes what it wants next. One object per worker, reused; a process must not keep it. */
export class StepOutput {
  /** `idle` unless the step says otherwise. */
  status: StepStatus = 'idle';
  result: readonly Payload[] | null = null;
  error: WippyError | null = null;
  upgradeRequest: UpgradeRequest | null = null;
  /** The result of a process that goes on working after it; null when there is none in this step. */
  earlyResult: readonly Payload[] | null = null;
  /** How many of `commands` and `tags` belong to this step. */
  yieldCount = 0;
  readonly commands: (Command | null)[] = [];
  readonly tags: number[] = [];
  /** Tags of commands given up in this step; null when there are none. */
  cancelledTags: number[] | null = null;

  /** Asks for a command; its answer comes as a `complete` event with this tag, which the process chooses. */
  yield(tag: number, command: Command): void {
    this.commands[this.yieldCount] = command;
    this.tags[this.yieldCount] = tag;
    this.yieldCount++;
  }

  /** Gives up the command with this tag: its work stops and no answer comes. Unknown tags are ignored. */
  cancel(tag: number): void {
    this.cancelledTags ??= [];
    this.cancelledTags.push(tag);
  }

  /** Ends the process with its results. */
  done(result: readonly Payload[] | null): void {
    this.status = 'complete';
    this.result = result;
  }

  /** Hands out the result although the process goes on, for those who wait for nothing else. */
  answer(result: readonly Payload[]): void {
    this.earlyResult = result;
  }

  /** Ends the process with an error. */
  fail(error: WippyError): void {
    this.status = 'complete';
    this.error = error;
  }

  /** Continues as new code under the same PID; messages that were not received wait for it. */
  upgrade(request: UpgradeRequest): void {
    this.status = 'upgrade';
    this.upgradeRequest = request;
  }

  /** Empties the output for the next step. */
  reset(): void {
    this.status = 'idle';
    this.result = null;
    this.error = null;
    this.upgradeRequest = null;
    this.earlyResult = null;
    this.cancelledTags = null;
    for (let index = 0; index < this.yieldCount; index++) this.commands[index] = null;
    this.yieldCount = 0;
  }
}
