import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { WippyError } from '../../../src/infrastructure/errors.ts';
import type { Payload } from '../../../src/infrastructure/transcoder/payload.ts';
import type { Callable, CallDone, RunningCall } from '../../../src/system/functions/callable.ts';
import type { FunctionCall } from '../../../src/system/functions/function-call.ts';
import { text } from '../../core/scheduler/support.ts';

/** An instance that answers when the test says so. */
export class FakeCallable implements Callable {
  reusable = true;
  closed = 0;
  context: FrameContext | null = null;
  payloads: readonly Payload[] = [];
  private done: CallDone | null = null;

  call(context: FrameContext, payloads: readonly Payload[], done: CallDone): void {
    this.context = context;
    this.payloads = payloads;
    this.done = done;
  }

  get busy(): boolean {
    return this.done !== null;
  }

  answer(data: unknown = 'ok', error: WippyError | null = null): void {
    const done = this.done;
    this.done = null;
    done?.(error === null ? [text(data)] : null, error);
  }

  cancel(reason: WippyError): void {
    this.reusable = false;
    this.answer(null, reason);
  }

  close(): void {
    this.closed++;
  }
}

/** Makes fake instances and remembers them. */
export function fakeFactory(): { made: FakeCallable[]; create: () => Callable } {
  const made: FakeCallable[] = [];
  return {
    made,
    create: () => {
      const callable = new FakeCallable();
      made.push(callable);
      return callable;
    },
  };
}

export function callOf(changes: Partial<FunctionCall> = {}): FunctionCall {
  return { target: 'app:fn', payloads: [], context: FrameContext.root(), options: null, ...changes };
}

export interface Answer {
  running: RunningCall;
  /** Filled once answered: the data of the first value, or the message of the error. */
  result: { data?: unknown; error?: string } | null;
}

/** Calls and records the answer. */
export function ask(
  target: { call(call: FunctionCall, done: CallDone): RunningCall },
  call: FunctionCall = callOf(),
): Answer {
  const answer: Answer = { running: null as unknown as RunningCall, result: null };
  answer.running = target.call(call, (value, error) => {
    if (answer.result !== null) throw new Error('answered twice');
    answer.result = error === null ? { data: value?.[0]?.data } : { error: error.message };
  });
  return answer;
}
