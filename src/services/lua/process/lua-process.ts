/**
 * A process that runs Lua: a state machine of green threads. A step takes the answers and messages that have come, runs
 * the tasks that can go on until all wait or the time slice is over, and says what they wait for.
 */

import type { FrameContext } from '../../../core/context/frame-context.ts';
import type { Command } from '../../../core/dispatcher/command.ts';
import type { Dispatcher } from '../../../core/dispatcher/dispatcher.ts';
import type { Message } from '../../../core/relay/message.ts';
import { EVENTS_TOPIC } from '../../../core/relay/topics.ts';
import type { Process, ProcessEvent, UpgradeRequest } from '../../../core/scheduler/process.ts';
import type { StepOutput } from '../../../core/scheduler/step-output.ts';
import type { AppContext } from '../../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import type { Logger } from '../../../infrastructure/logger/index.ts';
import type { Transcoder } from '../../../infrastructure/transcoder/index.ts';
import type { Payload } from '../../../infrastructure/transcoder/payload.ts';
import { setPreemption } from '../../../lua/runtime/coroutine.ts';
import type { LuaError } from '../../../lua/runtime/errors.ts';
import { setMemoryReserve } from '../../../lua/runtime/growth.ts';
import { state } from '../../../lua/runtime/state.ts';
import { rawGet } from '../../../lua/runtime/table.ts';
import {
  EMPTY,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  resultValues,
  SUSPEND,
} from '../../../lua/runtime/values.ts';
import { errorData } from '../../../lua/stdlib/errors/value.ts';
import type { ProgramInstance } from '../code/program.ts';
import { errorFromLua, failure, uncaughtError } from '../convert/errors.ts';
import { luaPayloads, payloadToLua } from '../convert/payloads.ts';
import type { CommandRequest } from '../module.ts';
import type { Waker } from './channel.ts';
import { checkMemory, reserveMemory } from './memory-guard.ts';
import { Task, TaskQueue } from './task.ts';
import { Topics } from './topics.ts';

/** What all Lua processes of a node share. */
export interface LuaRuntime {
  readonly dispatcher: Dispatcher;
  readonly transcoder: Transcoder;
  readonly logger: Logger;
  readonly context: AppContext;
}

/** How long a process may run before others get their turn, in milliseconds. */
const TIME_SLICE = 2;

/** Turns of tasks between two looks at the time. */
const TURNS_PER_CHECK = 256;

const NO_INPUT: readonly Payload[] = [];

/** Zero while nobody has asked for the time in this step: most steps end long before. */
let deadline = 0;

/** Called by loops and calls of Lua code every few thousand operations. */
function isTimeUp(): boolean {
  const now = performance.now();
  if (deadline === 0) deadline = now + TIME_SLICE;
  else if (now < deadline) return false;
  checkMemory();
  return now >= deadline;
}

/** Asked of the scheduler by `process.upgrade`. */
export class UpgradeCall {
  readonly request: UpgradeRequest;
  constructor(request: UpgradeRequest) {
    this.request = request;
  }
}

/** Whether a second result says that the process has failed: a text or an error value does, as in the Go runtime. */
function isFailure(second: LuaValue): boolean {
  return typeof second === 'string' || errorData(second) !== undefined;
}

interface Pending {
  readonly task: Task | null;
  readonly convert: CommandRequest['convert'];
}

export class LuaProcess implements Process, Waker {
  readonly runtime: LuaRuntime;
  context!: FrameContext;
  private readonly program: ProgramInstance;
  private readonly lingers: boolean;
  private readonly ready = new TaskQueue();
  private pending: Map<number, Pending> | null = null;
  private topicsValue: Topics | null = null;
  private nextTag = 0;
  /** Tasks that have not ended. */
  private tasks = 0;
  private main: Task | null = null;
  /** The main task has ended, but others go on. */
  private hasAnswered = false;
  currentTask!: Task;
  /** The globals of its program. */
  environment: LuaTable | null = null;
  private out: StepOutput | null = null;
  private entry: LuaFunction | null = null;
  private method = '';
  private input: readonly Payload[] = NO_INPUT;
  private closers: Set<() => void> | null = null;
  /** Things of modules that belong to this process (terminal state, working directories), by key. */
  private attachments: Map<object, unknown> | null = null;

  /** @param lingers a function's other tasks go on after its answer; those of a process end with it. */
  constructor(runtime: LuaRuntime, program: ProgramInstance, lingers = false) {
    this.runtime = runtime;
    this.program = program;
    this.lingers = lingers;
  }

  init(context: FrameContext, method: string, input: readonly Payload[]): void {
    setPreemption(isTimeUp);
    setMemoryReserve(reserveMemory);
    this.context = context;
    this.method = method;
    this.input = input;
    this.main = null;
  }

  /** Messages by topic; made when the first one arrives or is asked for. */
  get topics(): Topics {
    this.topicsValue ??= new Topics(this);
    return this.topicsValue;
  }

  step(events: readonly ProcessEvent[], out: StepOutput): void {
    const previous = state.host;
    state.host = this;
    this.out = out;
    deadline = 0;
    try {
      if (this.main === null) this.begin();
      for (const event of events) {
        if (event.kind === 'message') this.topics.deliver(event.message);
        else this.answered(event.tag, event.data, event.error);
      }
      this.runTasks(out);
    } finally {
      this.out = null;
      state.host = previous;
    }
  }

  private answered(tag: number, data: unknown, error: WippyError | null): void {
    const pending = this.pending?.get(tag);
    if (pending === undefined) return;
    this.pending?.delete(tag);
    const { task, convert } = pending;
    if (task === null) {
      convert(data, error);
      return;
    }
    this.currentTask = task;
    let input: LuaResult;
    try {
      input = convert(data, error);
    } catch (thrown) {
      // An answer that cannot become a Lua value is an error of the call, not of the process.
      if (!(thrown instanceof WippyError)) throw thrown;
      input = failure(thrown);
    }
    if (input !== SUSPEND) this.wake(task, input);
    // One answer may lead to the next question.
    else if (state.reason.kind === 'block' && state.reason.request !== null) this.request(task, state.reason.request);
  }

  // ------------------------------------------------------------------------------------------------------- tasks

  wake(task: Task, input: LuaResult): void {
    task.input = input;
    this.ready.push(task);
  }

  wakeWithError(task: Task, create: () => LuaError): void {
    task.failure = create;
    this.ready.push(task);
  }

  /** Starts a green thread (`coroutine.spawn`). */
  spawnTask(body: LuaFunction, args: LuaValue[] = []): void {
    this.tasks++;
    this.ready.push(new Task(body, args));
  }

  private begin(): void {
    const body = this.entry === null ? this.program.start(this) : this.entryBody();
    this.main = new Task(body, EMPTY);
    this.tasks = 1;
    this.ready.push(this.main);
  }

  /** The entry point, called with the input of this run. */
  private entryBody(): LuaFunction {
    const entry = this.entry as LuaFunction;
    const { transcoder } = this.runtime;
    const args = this.input.map((payload) => payloadToLua(payload, transcoder));
    this.input = NO_INPUT;
    return () => entry(...args);
  }

  private runTasks(out: StepOutput): void {
    let turns = 0;
    for (let task = this.ready.shift(); task !== null; task = this.ready.shift()) {
      this.currentTask = task;
      // Tasks that keep waking each other would never let other processes run.
      let result: LuaResult;
      try {
        if (++turns % TURNS_PER_CHECK === 0 && isTimeUp()) {
          this.ready.unshift(task);
          out.status = 'ready';
          return;
        }
        result = task.proceed();
      } catch (error) {
        this.finish();
        out.fail(uncaughtError(error));
        return;
      }
      if (result !== SUSPEND) {
        if (this.taskEnded(task, result, out)) return;
        continue;
      }
      const { reason } = state;
      if (reason.kind === 'block') {
        const { request } = reason;
        if (request === null) continue;
        if (request instanceof UpgradeCall) {
          out.upgrade(request.request);
          return;
        }
        this.request(task, request);
      } else if (reason.kind === 'poll') {
        this.ready.push(task);
        out.status = 'ready';
        return;
      }
    }
    this.wait(out);
  }

  /** Sends a command on behalf of a waiting task. */
  private request(task: Task, request: unknown): void {
    const { command, convert } = request as CommandRequest;
    this.start(task, command, convert);
  }

  private start(task: Task | null, command: CommandRequest['command'], convert: CommandRequest['convert']): number {
    const tag = ++this.nextTag;
    this.pending ??= new Map();
    this.pending.set(tag, { task, convert });
    (this.out as StepOutput).yield(tag, command);
    return tag;
  }

  /** Starts a command that no task waits for; `settle` gets its answer inside a step. Returns what gives it up. */
  background(
    command: CommandRequest['command'],
    settle: (data: unknown, error: WippyError | null) => void,
  ): () => void {
    const tag = this.start(null, command, (data, error) => {
      settle(data, error);
      return undefined;
    });
    return () => {
      if (this.pending?.delete(tag) && !this.withdraw(tag)) this.out?.cancel(tag);
    };
  }

  /** Takes back a command that this very step has asked for; false where it is under way already. */
  private withdraw(tag: number): boolean {
    const { out } = this;
    if (out === null || out.yieldCount === 0) return false;
    const index = out.tags.lastIndexOf(tag, out.yieldCount - 1);
    if (index < 0) return false;
    const last = --out.yieldCount;
    out.tags[index] = out.tags[last] as number;
    out.commands[index] = out.commands[last] as Command;
    out.commands[last] = null;
    return true;
  }

  /** Says what the process waits for, now that no task can go on. */
  private wait(out: StepOutput): void {
    if (this.pending !== null && this.pending.size > 0) out.status = 'blocked';
    else if (this.topicsValue?.isListening) out.status = 'idle';
    else {
      const message = `deadlock: all coroutines blocked with no pending operations (threads=${this.tasks})`;
      this.finish();
      out.fail(new WippyError(message, { kind: ErrorKind.Internal, retryable: false }));
    }
  }

  /** True where the process is done. */
  private taskEnded(task: Task, result: LuaResult, out: StepOutput): boolean {
    if (task !== this.main) {
      this.tasks--;
      if (!this.hasAnswered || this.tasks > 0) return false;
      this.finish();
      out.done([]);
      return true;
    }
    if (this.entry === null) return this.loaded(result, out);
    const values = resultValues(result);
    const second = values[1];
    if (this.lingers && !isFailure(second) && this.tasks > 1) {
      // The caller has its answer; what was started with `coroutine.spawn` goes on.
      this.tasks--;
      this.hasAnswered = true;
      out.answer(luaPayloads(values.slice(0, 1)));
      return false;
    }
    this.finish();
    if (isFailure(second)) out.fail(errorFromLua(second));
    else out.done(luaPayloads(values.slice(0, 1)));
    return true;
  }

  /** The script has run: its result is the entry point, or a table with entry points. */
  private loaded(result: LuaResult, out: StepOutput): boolean {
    const value = resultValues(result)[0];
    const entry = value instanceof LuaTable ? rawGet(value, this.method) : value;
    if (typeof entry !== 'function') {
      this.finish();
      out.fail(
        new WippyError(`method "${this.method}" not found in module`, {
          kind: ErrorKind.NotFound,
          retryable: false,
          details: { id: this.context.id, method: this.method },
          hint: 'The script must return a function, or a table that has this method.',
        }),
      );
      return true;
    }
    this.entry = entry;
    this.main = new Task(this.entryBody(), EMPTY);
    this.ready.push(this.main);
    return false;
  }

  // ------------------------------------------------------------------------------------------------------ the end

  /** Registers what must be released when the run ends; returns the function that forgets it. */
  onClose(close: () => void): () => void {
    this.closers ??= new Set();
    this.closers.add(close);
    return () => this.closers?.delete(close);
  }

  /** A value of a module that lives as long as the process. */
  attachment<T>(key: object, create: () => T): T {
    this.attachments ??= new Map();
    if (!this.attachments.has(key)) this.attachments.set(key, create());
    return this.attachments.get(key) as T;
  }

  /** Ends a run: the next `init` starts again with the same instance. */
  private finish(): void {
    while (this.ready.shift() !== null);
    this.pending = null;
    this.topicsValue = null;
    this.tasks = 0;
    this.main = null;
    this.hasAnswered = false;
    const closers = this.closers;
    this.closers = null;
    if (closers !== null) for (const close of closers) close();
  }

  unread(): readonly Message[] {
    return this.topicsValue?.takeUnread() ?? [];
  }

  handlesCancel(): boolean {
    return this.topicsValue?.hears(EVENTS_TOPIC) ?? false;
  }

  outdated(): boolean {
    return this.program.outdated?.() ?? false;
  }

  close(): void {
    this.finish();
    this.attachments = null;
    this.entry = null;
  }
}
