import { canceledError } from '../../core/context/cancellation.ts';
import type { PID } from '../../core/pid/pid.ts';
import { toWippyError, type WippyError } from '../../infrastructure/errors.ts';
import type { ProcessManager } from '../processes/process-manager.ts';
import { ANSWERED, type CallDone, type RunningCall } from './callable.ts';
import { poolClosed } from './errors.ts';
import type { FunctionCall, FunctionPool, PoolStatistics } from './function-call.ts';

/**
 * A process entry with a default host, called as a function: each call spawns a process and answers with what it ends with.
 * A caller that gives up lets the process know by CANCEL.
 */
export class ProcessFunction implements FunctionPool {
  private readonly processes: ProcessManager;
  private readonly source: string;
  private readonly host: string;
  private active = 0;
  private completed = 0;
  private retired: Promise<void> | null = null;
  private finish: (() => void) | null = null;

  /** @param source entry id of the process; @param host entry id of its default host. */
  constructor(processes: ProcessManager, source: string, host: string) {
    this.processes = processes;
    this.source = source;
    this.host = host;
  }

  call(call: FunctionCall, done: CallDone): RunningCall {
    if (this.retired !== null) {
      done(null, poolClosed(call.target));
      return ANSWERED;
    }
    const { values, actor, scope, options } = call;
    const request = {
      source: this.source,
      host: this.host,
      input: call.payloads,
      values: values ?? undefined,
      actor,
      scope,
      options: options ?? undefined,
    };
    let answered = false;
    let pid: PID;
    const answer: CallDone = (value, error) => {
      if (answered) return;
      answered = true;
      this.active--;
      this.completed++;
      done(value, error);
      if (this.active === 0) this.finish?.();
    };
    this.active++;
    try {
      pid = this.processes.exec(request, call.context, ({ value, error }) => answer(value, error));
    } catch (thrown) {
      answer(null, toWippyError(thrown));
      return ANSWERED;
    }
    return {
      cancel: (reason: WippyError = canceledError()) => {
        if (answered) return;
        try {
          this.processes.cancel(call.context.pid, pid, 'caller context canceled');
        } catch {
          // It has ended in the meantime, which is what the caller wanted.
        }
        answer(null, reason);
      },
    };
  }

  retire(): Promise<void> {
    this.retired ??= new Promise((resolve) => {
      if (this.active === 0) resolve();
      else this.finish = resolve;
    });
    return this.retired;
  }

  statistics(): PoolStatistics {
    const { active, completed } = this;
    return { type: 'process', size: active, maximum: Number.MAX_SAFE_INTEGER, active, waiting: 0, completed };
  }
}
