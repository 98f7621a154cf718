/** The screen of `wippy dev`: a bar, one panel or page, the last verdict, and the keys. */
import { basename } from 'node:path';
import { Box, useStdout } from 'ink';
import { type ReactNode, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { MARK_COLUMNS, pageLines, panelLines, rule } from './body-lines.ts';
import { keyLine } from './help.ts';
import { onKey, type TerminalControl } from './keys.ts';
import { fit } from './layout.ts';
import { Line } from './line.tsx';
import type { TuiSource } from './source.ts';
import { initialState, reduce, type TuiState } from './state.ts';
import { Tabs } from './tabs.tsx';
import { useKeys } from './use-keys.ts';
import { verdictRow } from './verdict.ts';
import { useViews, type Views } from './views.ts';

export interface AppProps {
  readonly source: TuiSource;
  readonly terminal: TerminalControl;
  /** Takes the lines of the panel, which stand after the given line of what Ink draws. */
  readonly insert: (after: number, lines: readonly string[]) => void;
  readonly colours: boolean;
}

/** Lines above the panel that Ink draws, and all lines that are no part of it: bar, tabs, two rules, verdict, keys. */
const LINES_ABOVE = 2;
const OTHER_LINES = 6;

export function App({ source, terminal, insert, colours }: AppProps): ReactNode {
  const { width, height } = useSize();
  const [state, dispatch] = useReducer(reduce, initialState);
  const views = useViews(source, state, width - MARK_COLUMNS);
  useEffect(() => source.subscribe((event) => dispatch({ type: 'event', event, time: Date.now() })), [source]);
  const panelHeight = Math.max(1, height - OTHER_LINES);
  // A key means what is on the screen, also where it comes before the effects of the last drawing.
  const onScreen = useRef({ state, views });
  onScreen.current = { state, views };
  useKeys((input, key) =>
    onKey({ input, key, ...onScreen.current, source, terminal, dispatch, page: Math.max(1, panelHeight - 1) }),
  );

  const verdict = verdictRow(state.verdict);
  const asked = state.question !== null || state.typing !== null;
  const size = { height: panelHeight, width, colours };
  const { page, panel } = state;
  const lines = page === null ? panelLines(views.current, state.marked[panel], size) : pageLines(page, size);
  insert(LINES_ABOVE, [rule(width), ...lines, rule(width)]);
  return (
    <Box flexDirection="column" width={width}>
      <Line text={fit(useTitle(source, state, views, width), width)} bold />
      <Tabs state={state} width={width} />
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

function useTitle(source: TuiSource, state: TuiState, { services }: Views, width: number): string {
  const count = (wanted: string): number => services.filter((service) => service.state === wanted).length;
  const failed = count('failed');
  const running = `${count('running')} running${failed === 0 ? '' : `, ${failed} failed`}`;
  const left = ['wippy dev', basename(source.directory), `v${state.registryVersion}`, running];
  if (state.detached) left.push('DETACHED');
  if (state.paused) left.push('PAUSED');
  const memory = `${useMemory()} MB`;
  const text = left.join('  ');
  return text.length + memory.length + 2 > width ? text : text.padEnd(width - memory.length) + memory;
}

/** Megabytes that the program takes, looked up each second. */
function useMemory(): number {
  const second = Math.floor(Date.now() / 1000);
  return useMemo(() => Math.round(process.memoryUsage.rss() / 1024 / 1024), [second]);
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
