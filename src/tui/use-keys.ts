/** Keys one by one, however many come at once. */
import { type Key, useInput } from 'ink';
import { useRef } from 'react';

export type KeyHandler = (input: string, key: Key) => void;

/** What a key is called that is one character, where others came with it. */
const NAMES: Readonly<Record<string, keyof Key>> = {
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\u007f': 'backspace',
};

/** Calls the handler for each key; each sees what the one before has done. */
export function useKeys(handle: KeyHandler): void {
  const handler = useRef(handle);
  handler.current = handle;
  const queue = useRef<(readonly [string, Key])[]>([]);
  const next = (): void => {
    const [first] = queue.current;
    if (first === undefined) return;
    handler.current(...first);
    // React draws in the first of these turns, so that the next key meets what this one has done.
    setImmediate(() =>
      setImmediate(() => {
        queue.current.shift();
        next();
      }),
    );
  };
  useInput((input, key) => {
    const idle = queue.current.length === 0;
    const characters = [...input];
    if (characters.length <= 1) queue.current.push([input, key]);
    for (const character of characters.length <= 1 ? [] : characters) {
      const name = NAMES[character];
      queue.current.push(name === undefined ? [character, key] : ['', { ...key, [name]: true }]);
    }
    if (idle) next();
  });
}
