/** Starts the terminal UI. A bundle of its own, because only `wippy dev` on a terminal needs it. */
import { render } from 'ink';
import { App } from './app.tsx';
import type { TuiSource } from './source.ts';

export type { ShownService, ShownVersion, TuiSource } from './source.ts';

export interface TuiScreen {
  /** Gives the terminal back; the screen that was there before is shown again. */
  close(): void;
}

const ENTER_SCREEN = '\u001b[?1049h\u001b[H';
const LEAVE_SCREEN = '\u001b[?1049l\u001b[?25h';

export function startTui(source: TuiSource, output: NodeJS.WriteStream = process.stdout): TuiScreen {
  output.write(ENTER_SCREEN);
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    instance.unmount();
    output.write(LEAVE_SCREEN);
  };
  const instance = render(<App source={source} />, { stdout: output, exitOnCtrlC: false, patchConsole: false });
  // Also where the program ends without a word.
  process.once('exit', close);
  return { close };
}
