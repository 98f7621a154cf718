/** Frames of text in, and only the lines that differ from what the terminal shows out. */
import { EventEmitter } from 'node:events';
import { type Clock, systemClock, type TimerHandle } from '../../infrastructure/clock.ts';

export interface FrameStreamOptions {
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly clock?: Clock;
}

/** Milliseconds between two frames. What comes in between is drawn once, as it is in the end. */
const FRAME = 25;

/** Terminals that know it show what lies between as one change; others ignore it. */
const BEGIN_UPDATE = '\u001b[?2026h';
const END_UPDATE = '\u001b[?2026l';

/**
 * The part of a terminal's stream that Ink uses. Each write is a whole frame, which Ink does in its mode `debug`. Lines are
 * addressed by their number, so that a frame may fill the terminal, and nothing but the screen itself is ever erased.
 */
export class FrameStream extends EventEmitter {
  readonly isTTY = true;
  readonly #options: FrameStreamOptions;
  readonly #clock: Clock;
  /** What the terminal shows. */
  #shown: readonly string[] = [];
  /** The last frame, and the lines that stand in its middle. */
  #frame: readonly string[] = [];
  #inserted: { readonly after: number; readonly lines: readonly string[] } = { after: 0, lines: [] };
  #soon: NodeJS.Immediate | undefined;
  #timer: TimerHandle;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #open = true;

  constructor(options: FrameStreamOptions) {
    super();
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  get columns(): number {
    return this.#options.size().columns;
  }

  get rows(): number {
    return this.#options.size().rows;
  }

  write(text: string): boolean {
    // Ink also shows the cursor when it ends.
    if (text.startsWith('\u001b[?25')) return true;
    this.#frame = text.split('\n');
    this.#draw();
    return true;
  }

  /** Lines that stand after so many of each frame. They are drawn with the frame that follows at once, or alone. */
  insert(after: number, lines: readonly string[]): void {
    this.#inserted = { after, lines };
    this.#soon ??= setImmediate(() => {
      this.#soon = undefined;
      this.#draw();
    });
  }

  /** The terminal has another size: everything is drawn anew. */
  resize(): void {
    this.#shown = [];
    if (this.#open) this.#options.write(CLEAR);
    // Ink repeats the frame for the former size before there is one for the new.
    this.#drawnAt = this.#clock.monotonic();
    this.emit('resize');
    this.#draw();
  }

  /** Draws nothing until `resume`; the terminal belongs to somebody else. */
  pause(): void {
    this.#open = false;
    this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    clearImmediate(this.#soon);
    this.#soon = undefined;
  }

  resume(): void {
    this.#open = true;
    this.#shown = [];
    this.#drawnAt = Number.NEGATIVE_INFINITY;
    this.#draw();
  }

  #draw(): void {
    if (!this.#open || this.#frame.length === 0 || this.#timer !== undefined) return;
    const wait = this.#drawnAt + FRAME - this.#clock.monotonic();
    if (wait > 0) {
      this.#timer = this.#clock.setTimer(() => {
        this.#timer = undefined;
        this.#draw();
      }, wait);
      return;
    }
    const { after, lines: inserted } = this.#inserted;
    const lines = [...this.#frame.slice(0, after), ...inserted, ...this.#frame.slice(after)].slice(0, this.rows);
    this.#drawnAt = this.#clock.monotonic();
    const changes: string[] = [];
    for (let row = 0; row < Math.max(lines.length, this.#shown.length); row += 1) {
      const line = lines[row] ?? '';
      // Erased before it is written: after the last column it would take that character with it.
      if (line !== this.#shown[row]) changes.push(`\u001b[${row + 1};1H\u001b[0m\u001b[2K${line}`);
    }
    this.#shown = lines;
    if (changes.length > 0) this.#options.write(`${BEGIN_UPDATE}${changes.join('')}\u001b[0m${END_UPDATE}`);
  }
}

/** Erases the screen, not what was scrolled out of it. */
const CLEAR = '\u001b[0m\u001b[H\u001b[J';
