/** Keys of a terminal as Ink reads them, for as long as the terminal is ours. */
import { PassThrough } from 'node:stream';

/**
 * The part of a terminal's input that Ink uses. While it is closed, nothing is read from the terminal, so that every key
 * reaches the program that has it.
 */
export class KeyStream extends PassThrough {
  readonly isTTY = true;
  readonly #input: NodeJS.ReadStream;
  readonly #onData = (chunk: Buffer | string): void => void this.write(chunk);

  constructor(input: NodeJS.ReadStream) {
    super();
    this.#input = input;
  }

  /** Reads keys one by one, without echo. */
  open(): void {
    this.#input.setRawMode(true);
    this.#input.on('data', this.#onData);
    this.#input.resume();
  }

  close(): void {
    this.#input.off('data', this.#onData);
    this.#input.pause();
    if (!this.#input.destroyed) this.#input.setRawMode(false);
  }

  /** The screen decides about that. */
  setRawMode(): this {
    return this;
  }

  /** The application keeps the program alive, not its keys. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
