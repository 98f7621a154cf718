/** The names of the panels, with the one on screen marked. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { PANELS, type Panel, type TuiState } from './state.ts';

const TITLES: Readonly<Record<Panel, string>> = {
  services: 'Services',
  versions: 'Versions',
  logs: 'Logs',
  processes: 'Processes',
  problems: 'Problems',
};

export function Tabs({ state, width }: { readonly state: TuiState; readonly width: number }): ReactNode {
  return (
    <Box height={1} width={width} overflow="hidden">
      {PANELS.map((panel, index) => {
        const count = panel === 'problems' && state.diagnostics.length > 0 ? ` (${state.diagnostics.length})` : '';
        const own = panel === state.panel;
        return (
          <Text key={panel} inverse={own} dimColor={!own} wrap="truncate">
            {` ${index + 1} ${TITLES[panel]}${count} `}
          </Text>
        );
      })}
    </Box>
  );
}
