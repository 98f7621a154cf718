/**
 * A program on a terminal of its own: `script` of util-linux makes the pseudo-terminal, a headless xterm interprets what is
 * written to it.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { Terminal } from '@xterm/headless';

export interface PtyOptions {
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Milliseconds that a text may take to appear; a busy machine is slow. */
const PATIENCE = 60_000;

/** Whether this system has the `script` that is used here. */
export function hasPty(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}

export class Pty {
  readonly terminal: Terminal;
  /** Everything that was written to the terminal. */
  written = '';
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly #watchers = new Set<() => void>();
  #device = '';

  private constructor(command: string, { cwd, columns, rows, env = {} }: PtyOptions) {
    this.terminal = new Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
    // The first line tells which terminal it is, and is taken out below.
    const setUp = `tty && stty cols ${columns} rows ${rows} && exec ${command}`;
    const { CI: _ci, FORCE_COLOR: _force, NO_COLOR: _no, ...inherited } = process.env;
    this.#child = spawn('script', ['-qefc', setUp, '/dev/null'], {
      cwd,
      env: { ...inherited, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#exited = new Promise((resolve) => this.#child.on('close', (code) => resolve(code)));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    // Answers of the terminal to programs that ask it something.
    this.terminal.onData((answer) => this.type(answer));
  }

  /** Starts a command of the shell. */
  static async start(command: string, options: PtyOptions): Promise<Pty> {
    const pty = new Pty(command, options);
    await pty.#until(() => pty.#device !== '', 'the name of the terminal');
    return pty;
  }

  /** The lines on screen, without spaces at their ends. */
  screen(): string {
    const { active } = this.terminal.buffer;
    return this.#lines(active.viewportY, active.viewportY + this.terminal.rows);
  }

  /** The lines on screen with those that were scrolled out of it. */
  everything(): string {
    return this.#lines(0, this.terminal.buffer.active.length);
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Waits until the screen shows a text; gives what a pattern has found. */
  async see(text: string | RegExp): Promise<RegExpMatchArray> {
    const pattern = typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text;
    let found: RegExpMatchArray | null = null;
    await this.#until(() => {
      found = this.screen().match(pattern);
      return found !== null;
    }, String(text));
    return found as unknown as RegExpMatchArray;
  }

  /** Waits until the screen does not show a text any more. */
  async unsee(text: string): Promise<void> {
    await this.#until(() => !this.screen().includes(text), `no ${text}`);
  }

  /** Gives the terminal another size, which its programs are told. */
  async resize(columns: number, rows: number): Promise<void> {
    this.terminal.resize(columns, rows);
    await promisify(execFile)('stty', ['-F', this.#device, 'cols', String(columns), 'rows', String(rows)]);
  }

  /** The settings of the terminal, such as whether it shows what is typed. */
  settings(): string {
    return execFileSync('stty', ['-g', '-F', this.#device], { encoding: 'utf8' });
  }

  /** Processes whose terminal this is: their command lines. */
  processes(): string[] {
    return readdirSync('/proc').flatMap((pid) => {
      if (!/^\d+$/.test(pid)) return [];
      try {
        const tty = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[4];
        if (Number(tty) !== this.#deviceNumber()) return [];
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()];
      } catch {
        // It has just ended.
        return [];
      }
    });
  }

  /** Resolves to the exit code of the command. */
  exited(): Promise<number | null> {
    return this.#exited;
  }

  /** Takes the terminal away, of which the system tells its programs. */
  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #take(text: string): void {
    let rest = text;
    if (this.#device === '') {
      this.written += text;
      const end = this.written.indexOf('\n');
      if (end < 0) return;
      this.#device = this.written.slice(0, end).trim();
      rest = this.written.slice(end + 1);
      this.written = '';
    }
    this.written += rest;
    this.terminal.write(rest, () => {
      for (const watcher of this.#watchers) watcher();
    });
  }

  /** As the kernel writes it: major and minor number of the pseudo-terminal. */
  #deviceNumber(): number {
    const number = Number(this.#device.split('/').at(-1));
    return ((136 + (number >> 8)) << 8) | (number & 0xff);
  }

  #lines(from: number, to: number): string {
    const { active } = this.terminal.buffer;
    const line = (row: number): string => active.getLine(row)?.translateToString(true).trimEnd() ?? '';
    return Array.from({ length: to - from }, (_, row) => line(from + row))
      .join('\n')
      .trimEnd();
  }

  #until(done: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = (): void => {
        if (done()) end();
      };
      const fail = (why: string): void => end(new Error(`${why} before it showed ${what}:\n${this.screen()}`));
      const timer = setTimeout(() => fail('the time was over'), PATIENCE);
      this.#watchers.add(look);
      void this.#exited.then(() => fail('the program ended'));
      look();
    });
  }
}
