import type { FrameContext } from '../../core/context/frame-context.ts';
import type { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';

/** The answer of a call: values, or an error. Called exactly once. */
export type CallDone = (value: readonly Payload[] | null, error: WippyError | null) => void;

/** An instance of a function. It serves one call at a time and, while `reusable`, any number one after the other. */
export interface Callable {
  /** Starts a call in the given frame. May answer before it returns; must not throw. */
  call(context: FrameContext, payloads: readonly Payload[], done: CallDone): void;
  /** Breaks the current call off; its `done` is still called, with this error. */
  cancel(reason: WippyError): void;
  /** False once the instance cannot serve another call. */
  readonly reusable: boolean;
  /** Releases resources; not during a call. */
  close(): void;
}

/** Makes instances of a function. May throw a WippyError, which fails the call that needed the instance. */
export type CallableFactory = () => Callable;

/** A call under way. */
export interface RunningCall {
  /** Gives the call up; `done` gets the error, by default Canceled. Without effect after the answer. */
  cancel(reason?: WippyError): void;
}

/** What a call that has been answered already returns. */
export const ANSWERED: RunningCall = { cancel: () => {} };
