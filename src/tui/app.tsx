/** The screen of `wippy dev`: a bar, one panel or page, the last verdict, and the keys. */
import { basename } from 'node:path';
import { Box, useInput, useStdin, useStdout } from 'ink';
import { type ReactNode, useEffect, useReducer, useRef, useState } from 'react';
import { keyLine } from './help.ts';
import { onKey, type TerminalControl } from './keys.ts';
import { fit } from './layout.ts';
import { Line } from './line.tsx';
import { PanelRows } from './panel-rows.tsx';
import { PageLines } from './page-lines.tsx';
import type { TuiSource } from './source.ts';
import { initialState, reduce, type TuiState } from './state.ts';
import { Tabs } from './tabs.tsx';
import { verdictRow } from './verdict.ts';
import { useViews, type Views } from './views.ts';

export interface AppProps {
  readonly source: TuiSource;
  readonly terminal: TerminalControl & { lend<T>(work: () => Promise<T>): Promise<T> };
  readonly colours: boolean;
}

/** Lines that are no part of the panel. */
const FRAME_LINES = 6;

export function App({ source, terminal, colours }: AppProps): ReactNode {
  const { width, height } = useSize();
  const [state, dispatch] = useReducer(reduce, initialState);
  const views = useViews(source, state, width);
  useEffect(
    () => source.subscribe((event) => dispatch({ type: 'event', event, time: Date.now() })),
    [source],
  );
  const panelHeight = Math.max(1, height - FRAME_LINES);
  // A key means what is on the screen, also where it comes before the effects of the last drawing.
  const onScreen = useRef({ state, views });
  onScreen.current = { state, views };
  useKeys(state, (input, key) =>
    onKey({ input, key, ...onScreen.current, source, terminal, dispatch, page: Math.max(1, panelHeight - 1) }),
  );
  useLending(state, terminal, (message) => dispatch({ type: 'set', change: { lent: null, message } }));

  const verdict = verdictRow(state.verdict);
  const rule = '─'.repeat(width);
  const asked = state.question !== null || state.typing !== null;
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Line text={fit(titleText(source, state, views, width), width)} bold />
      <Tabs state={state} width={width} />
      <Line text={rule} dim />
      {state.page === null ? (
        <PanelRows state={state} view={views.current} height={panelHeight} width={width} colours={colours} />
      ) : (
        <PageLines page={state.page} height={panelHeight} width={width} />
      )}
      <Line text={rule} dim />
      {state.message === '' ? (
        <Line text={fit(verdict.text, width)} dim={verdict.dim === true} colour={colours ? verdict.colour : undefined} />
      ) : (
        <Line text={fit(state.message, width)} />
      )}
      <Line text={fit(keyLine(state, width), width)} bold={asked} dim={!asked} />
    </Box>
  );
}

function titleText(source: TuiSource, state: TuiState, { services }: Views, width: number): string {
  const count = (wanted: string): number => services.filter((service) => service.state === wanted).length;
  const failed = count('failed');
  const running = `${count('running')} running${failed === 0 ? '' : `, ${failed} failed`}`;
  const left = ['wippy dev', basename(source.directory), `v${state.registryVersion}`, running];
  if (state.paused) left.push('PAUSED');
  const memory = `${Math.round(process.memoryUsage.rss() / 1024 / 1024)} MB`;
  const text = left.join('  ');
  return text.length + memory.length + 2 > width ? text : text.padEnd(width - memory.length) + memory;
}

type KeyHandler = Parameters<typeof useInput>[0];

/** Several characters that came at once are as many keys, except where a text is typed. */
function useKeys(state: TuiState, handle: KeyHandler): void {
  const handler = useRef(handle);
  handler.current = handle;
  useInput(
    (input, key) => {
      if (input.length <= 1 || state.typing !== null || key.ctrl || key.meta) handler.current(input, key);
      // Each sees what the one before has done.
      else for (const character of input) setImmediate(() => handler.current(character, key));
    },
    { isActive: state.lent === null },
  );
}

/** While the terminal belongs to an editor, its keys are not read. */
function useLending(
  { lent }: TuiState,
  terminal: AppProps['terminal'],
  done: (message: string) => void,
): void {
  const { stdin } = useStdin();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another job is something to do
  useEffect(() => {
    if (lent === null) return;
    stdin.pause();
    terminal
      .lend(() => lent.open())
      .then(
        () => done(''),
        (error: unknown) => done(error instanceof Error ? error.message : String(error)),
      );
  }, [lent]);
}

/** The size of the terminal, also after it has changed. */
function useSize(): { width: number; height: number } {
  const { stdout } = useStdout();
  const read = () => ({ width: stdout.columns, height: stdout.rows });
  const [size, setSize] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream is the same for ever
  useEffect(() => {
    const onResize = (): void => setSize(read());
    stdout.on('resize', onResize);
    return () => {
      stdout.off('resize', onResize);
    };
  }, [stdout]);
  return size;
}
