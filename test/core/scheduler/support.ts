import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { Dispatcher } from '../../../src/core/dispatcher/dispatcher.ts';
import type { PID } from '../../../src/core/pid/pid.ts';
import { PidGenerator } from '../../../src/core/pid/pid-generator.ts';
import { Node } from '../../../src/core/relay/node.ts';
import { Router } from '../../../src/core/relay/router.ts';
import type { Outcome, Process, ProcessEvent } from '../../../src/core/scheduler/process.ts';
import type { ProcessRecord } from '../../../src/core/scheduler/process-record.ts';
import { Scheduler, type SchedulerOptions } from '../../../src/core/scheduler/scheduler.ts';
import { SchedulerLoop } from '../../../src/core/scheduler/scheduler-loop.ts';
import type { StepOutput } from '../../../src/core/scheduler/step-output.ts';
import type { Payload } from '../../../src/infrastructure/transcoder/payload.ts';

export type Step = (events: readonly ProcessEvent[], out: StepOutput, self: FakeProcess) => void;

/** A process whose steps are a function of the test. */
export class FakeProcess implements Process {
  context!: FrameContext;
  method = '';
  input: readonly Payload[] = [];
  steps = 0;
  inits = 0;
  closes = 0;
  private readonly work: Step;

  constructor(work: Step) {
    this.work = work;
  }

  init(context: FrameContext, method: string, input: readonly Payload[]): void {
    this.context = context;
    this.method = method;
    this.input = input;
    this.inits++;
  }

  step(events: readonly ProcessEvent[], out: StepOutput): void {
    this.steps++;
    this.work(events, out, this);
  }

  close(): void {
    this.closes++;
  }
}

/** A process that waits for messages and records them as `topic:first payload`. */
export function collector(received: string[]): FakeProcess {
  return new FakeProcess((events) => {
    for (const event of events) {
      if (event.kind === 'message') received.push(`${event.message.topic}:${String(event.message.payloads[0]?.data)}`);
    }
  });
}

export interface Spawned {
  pid: PID;
  record: ProcessRecord;
  ended: Promise<Outcome>;
}

/** A node with one scheduler. */
export class Harness {
  readonly node: Node;
  readonly router: Router;
  readonly dispatcher = new Dispatcher();
  readonly loop = new SchedulerLoop();
  readonly pids: PidGenerator;
  readonly defects: string[] = [];
  readonly options: SchedulerOptions;
  readonly scheduler: Scheduler;
  readonly root = FrameContext.root();

  constructor(options: Partial<SchedulerOptions> = {}, nodeName = '') {
    this.node = new Node(nodeName);
    this.router = new Router(this.node);
    this.pids = new PidGenerator(nodeName);
    this.options = {
      dispatcher: this.dispatcher,
      node: this.node,
      loop: this.loop,
      onDefect: (error) => this.defects.push(error.message),
      ...options,
    };
    this.scheduler = new Scheduler(this.options);
  }

  submit(process: Process, host = 'test:host', keepOpen = false): Spawned {
    const pid = this.pids.next(host);
    const context = this.root.spawn({ id: 'test:process', pid });
    let end!: (outcome: Outcome) => void;
    const ended = new Promise<Outcome>((resolve) => {
      end = resolve;
    });
    const observer = { processEnded: (_record: ProcessRecord, outcome: Outcome) => end(outcome) };
    const record = this.scheduler.submit(process, pid, context, 'main', [], observer, keepOpen);
    return { pid, record, ended };
  }
}

/** Resolves when everything that is ready has run; for assertions about what has not happened. */
export async function settle(loop: SchedulerLoop): Promise<void> {
  for (let before = -1; before !== loop.slices; ) {
    before = loop.slices;
    await new Promise<void>((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

export function text(data: unknown): Payload {
  return { format: 'text/plain', data };
}
