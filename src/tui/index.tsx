/** Starts the terminal UI. A bundle of its own, because only `wippy dev` on a terminal needs it. */
import { render } from 'ink';
import { App } from './app.tsx';
import type { TuiSource } from './source.ts';
import { Screen } from './terminal/screen.ts';

export type { EditorJob, ShownService, ShownVersion, TuiSource } from './source.ts';

export interface TuiOptions {
  readonly source: TuiSource;
  readonly colours: boolean;
  /** Told what other parts of the program write to the terminal meanwhile; it appears there once the screen has gone. */
  readonly onForeign: (text: string) => void;
}

export interface TuiScreen {
  /** Gives the terminal back; what it showed before is shown again. */
  close(): void;
}

/** Draws over the whole terminal of this program and reads its keys. */
export function startTui({ source, colours, onForeign }: TuiOptions): TuiScreen {
  const { stdin: input, stdout: output, stderr } = process;
  const screen = new Screen({ input, output, shared: stderr.isTTY ? [output, stderr] : [output], onForeign });
  const insert = (after: number, lines: readonly string[]): void => screen.frames.insert(after, lines);
  const app = <App source={source} terminal={screen} insert={insert} colours={colours} />;
  const instance = render(app, {
    stdout: screen.frames as unknown as NodeJS.WriteStream,
    stdin: screen.keys as unknown as NodeJS.ReadStream,
    exitOnCtrlC: false,
    patchConsole: false,
    // Gives whole frames; the screen finds out what of them is new.
    debug: true,
  });
  instance.waitUntilExit().catch((error: unknown) => {
    screen.close();
    // Nobody could see or end the program without its screen.
    process.nextTick(() => {
      throw error;
    });
  });
  return {
    close() {
      instance.unmount();
      screen.close();
    },
  };
}
