/** The panel on screen: a head line and as many rows as fit, or the help. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { HELP } from '../keys.ts';
import { fit, visible } from '../layout.ts';
import type { TuiState } from '../state.ts';
import type { Views } from '../views.ts';

export interface PanelsProps {
  readonly state: TuiState;
  readonly views: Views;
  readonly height: number;
  readonly width: number;
}

export function Panels({ state, views, height, width }: PanelsProps): ReactNode {
  if (state.help) {
    return (
      <Box flexDirection="column" height={height}>
        {HELP.slice(0, height).map(([key, text]) => (
          <Text key={key} wrap="truncate">{`${key.padEnd(12)} ${text}`}</Text>
        ))}
      </Box>
    );
  }
  const { head, rows } = views.rows;
  const marked = state.marked[state.panel];
  const { start, end } = visible(rows.length, marked, height - 1);
  const row = marked < 0 ? rows.length - 1 : Math.min(marked, rows.length - 1);
  return (
    <Box flexDirection="column" height={height}>
      <Text dimColor wrap="truncate">
        {fit(head, width)}
      </Text>
      {rows.slice(start, end).map(({ text, colour, dim }, index) => (
        <Text
          key={index}
          wrap="truncate"
          inverse={start + index === row}
          dimColor={dim === true}
          {...(colour && { color: colour })}
        >
          {fit(text, width)}
        </Text>
      ))}
    </Box>
  );
}
