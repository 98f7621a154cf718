/** The screen of `wippy dev`: a bar, one panel, the last verdict, and the keys. */
import { basename } from 'node:path';
import { Box, Text, useInput, useStdout } from 'ink';
import { type ReactNode, useEffect, useReducer, useRef, useState } from 'react';
import { keyLine, onKey } from './keys.ts';
import { fit } from './layout.ts';
import { Panels } from './panels/panels.tsx';
import { verdictRow } from './rows.ts';
import type { TuiSource } from './source.ts';
import { initialState, PANELS, type Panel, reduce } from './state.ts';
import { useViews } from './views.ts';

const TITLES: Readonly<Record<Panel, string>> = {
  services: 'Services',
  versions: 'Versions',
  logs: 'Logs',
  processes: 'Processes',
  problems: 'Problems',
};

export function App({ source }: { readonly source: TuiSource }): ReactNode {
  const { width, height } = useSize();
  const [state, dispatch] = useReducer(reduce, initialState);
  const views = useViews(source, state, width);
  useEffect(() => source.subscribe((event) => dispatch({ type: 'event', event })), [source]);
  // A key means what is on the screen, also where it comes before the effects of the last drawing.
  const onScreen = useRef({ state, views });
  onScreen.current = { state, views };
  useInput((input, key) => onKey({ input, key, ...onScreen.current, source, dispatch, page: Math.max(1, height - 7) }));

  const verdict = verdictRow(state.verdict);
  const failed = views.services.filter((service) => service.state === 'failed').length;
  const running = views.services.filter((service) => service.state === 'running').length;
  const services = `${running} running${failed === 0 ? '' : `, ${failed} failed`}`;
  const title = `wippy dev  ${basename(source.directory)}  v${state.registryVersion}  ${services}${state.paused ? '  PAUSED' : ''}`;
  const tabs = PANELS.map((panel, index) => {
    const count = panel === 'problems' && state.diagnostics.length > 0 ? ` (${state.diagnostics.length})` : '';
    return { panel, text: `${index + 1} ${TITLES[panel]}${count}` };
  });
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Text bold wrap="truncate">
        {fit(title, width)}
      </Text>
      <Box height={1}>
        {tabs.map(({ panel, text }) => (
          <Text key={panel} inverse={panel === state.panel} dimColor={panel !== state.panel} wrap="truncate">
            {` ${text} `}
          </Text>
        ))}
      </Box>
      <Text dimColor>{'─'.repeat(width)}</Text>
      <Panels state={state} views={views} height={Math.max(1, height - 6)} width={width} />
      <Text dimColor>{'─'.repeat(width)}</Text>
      <Text wrap="truncate" dimColor={verdict.dim === true} {...(verdict.colour && { color: verdict.colour })}>
        {fit(state.message === '' ? verdict.text : state.message, width)}
      </Text>
      <Text
        wrap="truncate"
        bold={state.question !== null || state.typing}
        dimColor={state.question === null && !state.typing}
      >
        {fit(keyLine(state), width)}
      </Text>
    </Box>
  );
}

/** The size of the terminal, also after it has changed. */
function useSize(): { width: number; height: number } {
  const { stdout } = useStdout();
  const read = () => ({ width: Math.max(20, stdout.columns ?? 80), height: Math.max(8, (stdout.rows ?? 24) - 1) });
  const [size, setSize] = useState(read);
  useEffect(() => {
    const onResize = (): void => setSize(read());
    stdout.on('resize', onResize);
    return () => {
      stdout.off('resize', onResize);
    };
  });
  return size;
}
