import { PassThrough, Writable } from 'node:stream';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import { Dispatcher } from '../../../src/core/dispatcher/dispatcher.ts';
import { PidGenerator } from '../../../src/core/pid/pid-generator.ts';
import { Node } from '../../../src/core/relay/node.ts';
import type { Outcome, Process } from '../../../src/core/scheduler/process.ts';
import type { SchedulerOptions } from '../../../src/core/scheduler/scheduler.ts';
import { SchedulerLoop } from '../../../src/core/scheduler/scheduler-loop.ts';
import { AppContext } from '../../../src/infrastructure/app-context.ts';
import { LogManager } from '../../../src/infrastructure/logger/index.ts';
import { createTranscoder } from '../../../src/infrastructure/transcoder/index.ts';
import { hostPayload, type Payload } from '../../../src/infrastructure/transcoder/payload.ts';
import { standardGlobals } from '../../../src/lua/stdlib/index.ts';
import { ioModule } from '../../../src/modules/io.ts';
import { CodeStore } from '../../../src/services/lua/code/code-store.ts';
import { installErrorTranslation } from '../../../src/services/lua/convert/errors.ts';
import { registerLuaConversions } from '../../../src/services/lua/convert/payloads.ts';
import { LuaProcess } from '../../../src/services/lua/process/lua-process.ts';
import { luaTraceback } from '../../../src/services/lua/traceback.ts';
import { registerTerminalCommands } from '../../../src/services/terminal/commands.ts';
import { TerminalHost } from '../../../src/services/terminal/host.ts';
import { Terminals } from '../../../src/services/terminal/terminal.ts';

/** A stream that keeps what it is given; `hold` makes it slow, `gone` makes its reader disappear. */
export class Sink extends Writable {
  text = '';
  gone = false;
  private held: (() => void)[] | null = null;
  private changed: (() => void)[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.gone) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      return;
    }
    this.text += chunk.toString();
    for (const tell of this.changed.splice(0)) tell();
    if (this.held === null) done();
    else this.held.push(() => done());
  }

  hold(): void {
    this.held = [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const done of held) done();
  }

  async until(part: string): Promise<void> {
    while (!this.text.includes(part)) {
      await new Promise<void>((resolve) => {
        this.changed.push(resolve);
      });
    }
  }
}

export interface TerminalOptions {
  readonly hideLogs?: boolean;
  /** Calls of `setRawMode`, if standard input is a terminal. */
  readonly raw?: boolean[];
}

/** A terminal host over streams of the test. */
export class TerminalRig {
  readonly stdin = new PassThrough();
  readonly stdout = new Sink();
  readonly stderr = new Sink();
  readonly logLines: string[] = [];
  readonly logs = new LogManager({ level: 'warn', stream: { write: (line) => void this.logLines.push(line) } });
  readonly dispatcher = new Dispatcher();
  readonly node = new Node();
  readonly exited: Promise<number>;
  readonly host: TerminalHost;
  readonly terminals: Terminals;
  private readonly pids = new PidGenerator();

  constructor({ hideLogs = false, raw }: TerminalOptions = {}) {
    const { stdout, stderr } = this;
    const stdin = Object.assign(
      this.stdin,
      raw === undefined ? {} : { isTTY: true, setRawMode: (on: boolean) => raw.push(on) },
    );
    this.terminals = new Terminals(() => ({ stdin, stdout, stderr }));
    registerTerminalCommands(this.dispatcher, this.terminals);
    const scheduler: SchedulerOptions = {
      dispatcher: this.dispatcher,
      node: this.node,
      loop: new SchedulerLoop(),
      onDefect: (error) => {
        throw error;
      },
    };
    let exit!: (code: number) => void;
    this.exited = new Promise((resolve) => {
      exit = resolve;
    });
    const { terminals, logs } = this;
    logs.describeTrace = (error) =>
      luaTraceback(error, (id, line) => (id === 'app:main' ? { file: 'src/main.lua', line } : undefined));
    this.host = new TerminalHost('app:terminal', { hideLogs }, { scheduler, terminals, logs, shutdown: exit });
    this.host.start();
  }

  submit(process: Process, input: readonly Payload[] = []): { ended: Promise<Outcome> } {
    const pid = this.pids.next('app:terminal');
    const context = FrameContext.root().spawn({ id: 'app:main', pid });
    const ended = new Promise<Outcome>((resolve) => {
      this.host.submit(process, pid, context, 'main', input, { processEnded: (_record, outcome) => resolve(outcome) });
    });
    return { ended };
  }

  /** Runs the body of a Lua function `main(...)` and gives the exit code. */
  async run(body: string, args: readonly string[] = []): Promise<number> {
    this.submit(
      this.lua(body),
      args.map((word) => hostPayload(word)),
    );
    return this.exited;
  }

  lua(body: string): LuaProcess {
    installErrorTranslation();
    const transcoder = createTranscoder();
    registerLuaConversions(transcoder);
    const store = new CodeStore([ioModule], standardGlobals());
    store.set('app:main', { source: `return function(...)\n${body}\nend`, modules: ['io'], imports: {} });
    const runtime = { dispatcher: this.dispatcher, transcoder, logger: this.logs.root, context: new AppContext() };
    return new LuaProcess(runtime, store.program('app:main'));
  }
}
