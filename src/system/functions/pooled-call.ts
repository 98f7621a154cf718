import { canceledError } from '../../core/context/cancellation.ts';
import type { FrameContext } from '../../core/context/frame-context.ts';
import type { PID } from '../../core/pid/pid.ts';
import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { Callable, CallDone, RunningCall } from './callable.ts';
import type { FunctionCall } from './function-call.ts';

/** What a pooled call tells its pool. */
export interface CallOwner {
  /** The instance has answered and is free. */
  released(call: PooledCall, callable: Callable): void;
  /** A call that had no instance yet was given up. */
  abandoned(call: PooledCall): void;
}

/** A call inside a pool: first waiting, then running on an instance, then answered. */
export class PooledCall implements RunningCall {
  readonly call: FunctionCall;
  /** Answered, or given up while it waited. */
  settled = false;
  private readonly owner: CallOwner;
  private readonly done: CallDone;
  private callable: Callable | null = null;
  private frame: FrameContext | null = null;
  private cancelReason: WippyError | null = null;

  constructor(owner: CallOwner, call: FunctionCall, done: CallDone) {
    this.owner = owner;
    this.call = call;
    this.done = done;
  }

  /** Runs on the instance, in a frame of its own with this PID. */
  start(callable: Callable, pid: PID): void {
    const { call } = this;
    this.callable = callable;
    this.frame = call.context.call({
      id: call.target,
      pid,
      actor: call.actor,
      scope: call.scope,
      values: call.values,
      options: call.options,
    });
    callable.call(this.frame, call.payloads, (value, error) => {
      if (this.settled) return;
      this.settled = true;
      this.callable = null;
      this.frame?.end(this.cancelReason);
      this.owner.released(this, callable);
      if (this.cancelReason !== null) this.done(null, this.cancelReason);
      else this.done(value, error);
    });
  }

  /** Answers a call for which no instance could be made. */
  fail(thrown: unknown): void {
    this.settled = true;
    this.done(null, toWippyError(thrown));
  }

  cancel(reason: WippyError = canceledError()): void {
    if (this.settled || this.cancelReason !== null) return;
    this.cancelReason = reason;
    if (this.callable !== null) {
      this.frame?.cancel(reason);
      this.callable.cancel(reason);
      return;
    }
    this.settled = true;
    this.owner.abandoned(this);
    this.done(null, reason);
  }
}
