/** The screen of `wippy dev`: a bar, one panel or page, the last verdict, and the keys. */
import { basename } from 'node:path';
import { Box, useStdout } from 'ink';
import { type ReactNode, useEffect, useReducer, useRef, useState } from 'react';
import { keyLine } from './help.ts';
import { onKey, type TerminalControl } from './keys.ts';
import { fit } from './layout.ts';
import { Line } from './line.tsx';
import { PageLines } from './page-lines.tsx';
import { PanelRows } from './panel-rows.tsx';
import type { TuiSource } from './source.ts';
import { initialState, reduce, type TuiState } from './state.ts';
import { Tabs } from './tabs.tsx';
import { useKeys } from './use-keys.ts';
import { verdictRow } from './verdict.ts';
import { useViews, type Views } from './views.ts';

export interface AppProps {
  readonly source: TuiSource;
  readonly terminal: TerminalControl;
  readonly colours: boolean;
}

/** Columns that mark a row of a panel. */
const MARK_COLUMNS = 2;
/** Lines that are no part of the panel. */
const FRAME_LINES = 6;

export function App({ source, terminal, colours }: AppProps): ReactNode {
  const { width, height } = useSize();
  const [state, dispatch] = useReducer(reduce, initialState);
  const views = useViews(source, state, width - MARK_COLUMNS);
  useEffect(() => source.subscribe((event) => dispatch({ type: 'event', event, time: Date.now() })), [source]);
  const panelHeight = Math.max(1, height - FRAME_LINES);
  // A key means what is on the screen, also where it comes before the effects of the last drawing.
  const onScreen = useRef({ state, views });
  onScreen.current = { state, views };
  useKeys((input, key) =>
    onKey({ input, key, ...onScreen.current, source, terminal, dispatch, page: Math.max(1, panelHeight - 1) }),
  );

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
        <Line
          text={fit(verdict.text, width)}
          dim={verdict.dim === true}
          colour={colours ? verdict.colour : undefined}
        />
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
  if (state.detached) left.push('DETACHED');
  if (state.paused) left.push('PAUSED');
  const memory = `${Math.round(process.memoryUsage.rss() / 1024 / 1024)} MB`;
  const text = left.join('  ');
  return text.length + memory.length + 2 > width ? text : text.padEnd(width - memory.length) + memory;
}

/** The size of the terminal, also after it has changed. */
function useSize(): { width: number; height: number } {
  const { stdout } = useStdout();
  const read = () => ({ width: stdout.columns, height: stdout.rows });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const onResize = (): void => setSize(read());
    stdout.on('resize', onResize);
    return () => {
      stdout.off('resize', onResize);
    };
  }, [stdout]);
  return size;
}
