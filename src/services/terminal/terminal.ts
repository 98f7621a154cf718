/** Terminals of processes: who may use the streams of the program, and with which arguments. */

import type { PID } from '../../core/pid/pid.ts';
import type { ContextKey } from '../../infrastructure/app-context.ts';
import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { TerminalInput } from './input.ts';
import { TerminalOutput } from './output.ts';
import { programStreams, type TerminalStreams } from './streams.ts';

/** The streams of the program. One object for all terminal hosts, so that input read ahead for one is not lost. */
export class TerminalDevice {
  readonly input: TerminalInput;
  readonly output: TerminalOutput;
  readonly errors: TerminalOutput;
  /** How often raw mode was asked for and not given back. */
  private rawCount = 0;

  constructor(streams: TerminalStreams) {
    this.input = new TerminalInput(() => streams.stdin);
    this.output = new TerminalOutput(streams.stdout, { name: 'stdout' });
    this.errors = new TerminalOutput(streams.stderr, { name: 'stderr', bufferSize: 1 });
  }

  /**
   * Turns raw mode on, or off when it was turned off as often as on. Turning off what is off does nothing.
   * @throws WippyError Unavailable where standard input is no terminal.
   */
  raw(on: boolean): void {
    const { stream } = this.input;
    if (stream.isTTY !== true || stream.setRawMode === undefined) {
      throw new WippyError('standard input is not a terminal', { kind: ErrorKind.Unavailable, retryable: false });
    }
    const before = this.rawCount;
    this.rawCount = Math.max(0, before + (on ? 1 : -1));
    if ((before === 0) !== (this.rawCount === 0)) stream.setRawMode(on);
  }

  get isRaw(): boolean {
    return this.rawCount > 0;
  }

  /** Gives the terminal back as it was found. */
  reset(): void {
    if (this.rawCount > 0) this.input.stream.setRawMode?.(false);
    this.rawCount = 0;
    this.input.restore();
    this.input.pause();
  }
}

/** What one process sees. */
export interface Terminal {
  readonly device: TerminalDevice;
  /** The words of the command line for this process, as text. */
  readonly args: readonly string[];
}

/** The processes that have a terminal, by PID. */
export class Terminals {
  private readonly open: () => TerminalStreams;
  private opened: TerminalDevice | null = null;
  private readonly terminals = new Map<string, Terminal>();

  /** `open` is called for the first process. */
  constructor(open: () => TerminalStreams = programStreams) {
    this.open = open;
  }

  get device(): TerminalDevice {
    this.opened ??= new TerminalDevice(this.open());
    return this.opened;
  }

  /** Binds a process to the terminal. */
  attach(pid: PID, args: readonly string[]): Terminal {
    const terminal = { device: this.device, args };
    this.terminals.set(pid.text, terminal);
    return terminal;
  }

  detach(pid: PID): void {
    if (this.terminals.delete(pid.text)) this.device.reset();
  }

  find(pid: PID | null): Terminal | undefined {
    return pid === null ? undefined : this.terminals.get(pid.text);
  }

  /** @throws WippyError Unavailable `no terminal context`. */
  require(pid: PID | null): Terminal {
    const terminal = this.find(pid);
    if (terminal !== undefined) return terminal;
    throw new WippyError('no terminal context', {
      kind: ErrorKind.Unavailable,
      retryable: false,
      hint: 'Only a process on a terminal.host has a terminal.',
    });
  }
}

export const terminalsKey: ContextKey<Terminals> = contextKey('terminals');
