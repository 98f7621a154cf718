import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import type { FrameContext } from '../context/frame-context.ts';
import type { Completion } from '../dispatcher/completion.ts';
import type { Message } from '../relay/message.ts';
import type { StepOutput } from './step-output.ts';

/** The answer of a command: `tag`, `data`, `error`. */
export type CompleteEvent = Completion;

/** A message that arrived; `message` is the event itself. */
export type MessageEvent = Message;

export type ProcessEvent = CompleteEvent | MessageEvent;

/**
 * A state machine that the scheduler runs: Lua, and whatever else can be suspended.
 *
 * - `init` prepares the entry point. It must not run user code for long. A WippyError it throws fails the submission.
 * - `step` takes the events since the last step and works until it must wait, has used up its budget, or is done. The
 *   array is reused: it is valid during the call. What a failing program does wrong goes to `out.fail`, not into a throw;
 *   whatever is thrown all the same ends the process as an Internal error.
 * - `close` releases resources. It is called once, whatever the end was.
 */
export interface Process {
  init(context: FrameContext, method: string, input: readonly Payload[]): void;
  step(events: readonly ProcessEvent[], out: StepOutput): void;
  close(): void;
  /**
   * Whether it would notice a CANCEL. One that waits for messages and does not has nothing to finish when its host stops.
   * Missing: it would.
   */
  handlesCancel?(): boolean;
  /** Whether its code has changed since it was made. Missing: it never does. */
  outdated?(): boolean;
  /** The messages it was given and whose receiver they have not reached yet, oldest first: an upgrade hands them on. */
  unread?(): readonly Message[];
}

/** `ready` means running out of budget, `blocked` waiting for answers, `idle` waiting for messages. */
export type StepStatus = 'ready' | 'blocked' | 'idle' | 'complete' | 'upgrade';

/** A process asks to continue as fresh code under the same PID. */
export interface UpgradeRequest {
  /** Entry id of the new code; null for the current one. */
  readonly source: string | null;
  readonly input: readonly Payload[];
}

/** What a process left behind: the values it returned or the error it ended with. */
export interface Outcome {
  readonly value: readonly Payload[] | null;
  readonly error: WippyError | null;
}

export type ProcessState = 'ready' | 'running' | 'blocked' | 'idle' | 'complete';
