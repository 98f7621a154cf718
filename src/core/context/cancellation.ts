import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

export type CancellationListener = (reason: WippyError) => void;

/** Tells listeners once that work is no longer wanted. Like an AbortSignal, without its cost. */
export class Cancellation {
  private reasonValue: WippyError | null = null;
  private listeners: Set<CancellationListener> | null = null;

  get cancelled(): boolean {
    return this.reasonValue !== null;
  }

  get reason(): WippyError | null {
    return this.reasonValue;
  }

  /** Calls every listener once; a second call does nothing. */
  cancel(reason: WippyError = canceledError()): void {
    if (this.reasonValue !== null) return;
    this.reasonValue = reason;
    const listeners = this.listeners;
    this.listeners = null;
    if (listeners !== null) for (const listener of listeners) listener(reason);
  }

  /** Calls the listener on cancellation, at once if that has happened. Returns the function that unsubscribes. */
  onCancel(listener: CancellationListener): () => void {
    if (this.reasonValue !== null) {
      listener(this.reasonValue);
      return () => {};
    }
    this.listeners ??= new Set();
    this.listeners.add(listener);
    return () => this.listeners?.delete(listener);
  }

  /** The same as an AbortSignal, for libraries that take one. */
  toAbortSignal(): AbortSignal {
    const controller = new AbortController();
    this.onCancel((reason) => controller.abort(reason));
    return controller.signal;
  }
}

/** The error of work that was given up because its caller no longer wants it. */
export function canceledError(message = 'context canceled'): WippyError {
  return new WippyError(message, { kind: ErrorKind.Canceled, retryable: false });
}
