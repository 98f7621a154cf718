import type { WippyError } from '../../infrastructure/errors.ts';
import type { PID } from '../pid/pid.ts';
import { Cancellation } from './cancellation.ts';
import { ContextValues } from './context-values.ts';
import type { Actor, Scope } from './identity.ts';

export type Options = Readonly<Record<string, unknown>>;

/** What a child frame changes; whatever is left out comes from the parent. */
export interface FrameChanges {
  /** Entry id of the code that runs in the frame. */
  id?: string;
  pid?: PID;
  /** `null` removes the actor. */
  actor?: Actor | null;
  scope?: Scope | null;
  values?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown> | null;
  options?: Options | null;
}

/**
 * What a running function or process knows about its surroundings: its own id and PID, the caller, the actor and scope
 * it acts for, context values, call options and cancellation. Immutable apart from being cancelled; forking copies a few
 * pointers.
 */
export class FrameContext {
  /** The frame that called this one; null for a process, which outlives its creator. */
  readonly parent: FrameContext | null;
  readonly id: string;
  readonly pid: PID | null;
  /** The process or function that spawned or called this frame. */
  readonly caller: PID | null;
  readonly actor: Actor | null;
  readonly scope: Scope | null;
  readonly values: ContextValues | null;
  readonly options: Options | null;
  private cancellationValue: Cancellation | null;
  private leaveParent: (() => void) | null;

  private constructor(
    parent: FrameContext | null,
    source: FrameContext | null,
    caller: PID | null,
    changes: FrameChanges,
  ) {
    this.parent = parent;
    this.id = changes.id ?? source?.id ?? '';
    this.pid = changes.pid ?? null;
    this.caller = caller;
    this.actor = changes.actor !== undefined ? changes.actor : source === null ? null : source.actor;
    this.scope = changes.scope !== undefined ? changes.scope : source === null ? null : source.scope;
    const inherited = source === null ? null : source.values;
    this.values = changes.values ? ContextValues.extend(inherited, changes.values) : inherited;
    this.options = changes.options ?? null;
    this.cancellationValue = null;
    this.leaveParent = null;
  }

  /** A frame without a caller: for services, HTTP requests and the command line. */
  static root(changes: FrameChanges = {}): FrameContext {
    return new FrameContext(null, null, null, changes);
  }

  /** The frame of a function this frame calls: same actor, scope and values; cancelled together with its caller. */
  call(changes: FrameChanges): FrameContext {
    return new FrameContext(this, this, this.pid ?? this.caller, changes);
  }

  /**
   * The frame of a process this frame spawns: same actor, scope and values, but no way back to the spawner except its PID,
   * so that a chain of processes that spawn their successors does not grow in memory.
   */
  spawn(changes: FrameChanges): FrameContext {
    return new FrameContext(null, this, this.pid ?? this.caller, changes);
  }

  /** The same frame for other code, after an upgrade: own PID, caller, identity and values stay. */
  renamed(id: string): FrameContext {
    const changes = { id, pid: this.pid ?? undefined, options: this.options };
    return new FrameContext(this.parent, this, this.caller, changes);
  }

  /** A context value by key, or undefined. */
  get(key: string): unknown {
    return this.values === null ? undefined : this.values.get(key);
  }

  /** Entry ids from this frame up to the first caller, nearest first. */
  trace(): string[] {
    const ids: string[] = [];
    for (let frame: FrameContext | null = this; frame !== null; frame = frame.parent) {
      if (frame.id !== '') ids.push(frame.id);
    }
    return ids;
  }

  /** Made when first asked for; follows the cancellation of the callers. */
  get cancellation(): Cancellation {
    if (this.cancellationValue === null) {
      const own = new Cancellation();
      this.cancellationValue = own;
      if (this.parent !== null) this.leaveParent = this.parent.cancellation.onCancel((reason) => own.cancel(reason));
    }
    return this.cancellationValue;
  }

  get cancelled(): boolean {
    for (let frame: FrameContext | null = this; frame !== null; frame = frame.parent) {
      if (frame.cancellationValue?.cancelled) return true;
    }
    return false;
  }

  /** Cancels this frame and everything it called. Costs nothing when nobody has asked for the cancellation of it. */
  cancel(reason?: WippyError): void {
    this.cancellation.cancel(reason);
  }

  /** Ends the frame: cancels what still listens when a reason is given, and lets go of the caller. */
  end(reason: WippyError | null = null): void {
    if (this.cancellationValue === null) return;
    if (reason !== null) this.cancellationValue.cancel(reason);
    this.leaveParent?.();
    this.leaveParent = null;
  }
}
