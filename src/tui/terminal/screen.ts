/** The terminal while a program draws all of it, and how it gets back what it was. */
import { FrameStream } from './frame-stream.ts';
import { holdWrites } from './held-writes.ts';
import { KeyStream } from './key-stream.ts';

export interface ScreenOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Streams that lead to the same terminal: what others write to them would destroy the screen. */
  readonly shared: readonly NodeJS.WriteStream[];
  /** Told what others write meanwhile; they see it on the terminal once the screen has gone. */
  readonly onForeign: (text: string) => void;
}

/** The other screen of the terminal, without cursor, and without lines that are broken at its edge. */
export const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[0m\u001b[H\u001b[J';
const LEAVE = '\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Whether programs can be stopped and told to go on. */
const STOPS = process.platform !== 'win32';

export class Screen {
  /** What Ink draws on. */
  readonly frames: FrameStream;
  /** What Ink reads keys from. */
  readonly keys: KeyStream;
  readonly #options: ScreenOptions;
  readonly #write: (text: string) => void;
  #held: { release(): void } | undefined;
  #lent = false;
  #closed = false;
  readonly #off: (() => void)[] = [];
  readonly #onStop = (): void => this.suspend();

  constructor(options: ScreenOptions) {
    const { output } = options;
    this.#options = options;
    this.keys = new KeyStream(options.input);
    const original = output.write;
    this.#write = (text) => void original.call(output, text);
    this.frames = new FrameStream({
      write: this.#write,
      size: () => ({ columns: Math.max(20, output.columns || 80), rows: Math.max(8, output.rows || 24) }),
    });
    this.#on(output, 'resize', () => this.frames.resize());
    if (STOPS) process.on('SIGTSTP', this.#onStop);
    // Whoever stopped the program without asking may have changed the terminal.
    if (STOPS) this.#on(process, 'SIGCONT', () => this.#again());
    // Also where the program ends without a word.
    this.#on(process, 'exit', () => this.close());
    this.#enter();
  }

  /** Writes something that changes nothing on the screen, such as a request to the terminal. */
  send(text: string): void {
    this.#write(text);
  }

  /** Stops the program with its group, as Ctrl-Z does, until it is told to go on. */
  suspend(): void {
    if (this.#held === undefined || !STOPS) return;
    this.#leave();
    // It returns when the program goes on, or at once where nobody could make it go on.
    process.off('SIGTSTP', this.#onStop);
    process.kill(0, 'SIGTSTP');
    process.on('SIGTSTP', this.#onStop);
    this.#again();
  }

  /** Gives the terminal to another program, such as an editor, until the work is done. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    this.#lent = true;
    this.#leave();
    try {
      return await work();
    } finally {
      this.#lent = false;
      if (!this.#closed) this.#enter();
    }
  }

  /** Gives the terminal back for good; can be called again. */
  close(): void {
    this.#closed = true;
    for (const off of this.#off.splice(0)) off();
    process.off('SIGTSTP', this.#onStop);
    if (this.#held !== undefined) this.#leave();
  }

  #again(): void {
    if (this.#lent || this.#closed) return;
    if (this.#held !== undefined) this.#leave();
    this.#enter();
    this.frames.resize();
  }

  #enter(): void {
    const { shared, onForeign } = this.#options;
    this.#write(ENTER);
    this.#held = holdWrites(shared, onForeign);
    this.keys.open();
    this.frames.resume();
  }

  #leave(): void {
    this.frames.pause();
    this.keys.close();
    this.#write(LEAVE);
    this.#held?.release();
    this.#held = undefined;
  }

  #on(emitter: NodeJS.EventEmitter, event: string, listener: () => void): void {
    emitter.on(event, listener);
    this.#off.push(() => emitter.off(event, listener));
  }
}
