/** Holds back what is written to streams, until the terminal behind them is free again. */

/** Characters that are held; older ones are dropped. */
const LIMIT = 64 * 1024;

/**
 * Takes the place of the `write` of each stream. @param onText told each text at once.
 * `release` undoes that and writes what was held.
 */
export function holdWrites(
  streams: readonly NodeJS.WriteStream[],
  onText: (text: string) => void,
): { release(): void } {
  let held: { readonly stream: NodeJS.WriteStream; readonly text: string }[] = [];
  let length = 0;
  const originals = streams.map((stream) => {
    const own = Object.getOwnPropertyDescriptor(stream, 'write');
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      held.push({ stream, text });
      length += text.length;
      while (length > LIMIT && held.length > 1) length -= held.shift()?.text.length ?? 0;
      onText(text);
      const done = rest.at(-1);
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    };
    return () => {
      if (own === undefined) Reflect.deleteProperty(stream, 'write');
      else Object.defineProperty(stream, 'write', own);
    };
  });
  return {
    release() {
      for (const restore of originals) restore();
      for (const { stream, text } of held) stream.write(text);
      held = [];
    },
  };
}
