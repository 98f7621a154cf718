/** The panel on screen: a head line and as many rows as fit. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { fit, markedRow, visible } from './layout.ts';
import { Line } from './line.tsx';
import type { PanelView } from './panels/panel-view.ts';
import type { TuiState } from './state.ts';

export interface PanelRowsProps {
  readonly state: TuiState;
  readonly view: PanelView;
  readonly height: number;
  readonly width: number;
  readonly colours: boolean;
}

/** Before the marked row and before the others, for terminals and eyes without inverse lines. */
const MARK = '› ';
const NO_MARK = '  ';

export function PanelRows({ state, view, height, width, colours }: PanelRowsProps): ReactNode {
  const { head, first, end } = view;
  const marked = state.marked[state.panel];
  const { start, end: last } = visible(first, end, marked, height - 1);
  const row = markedRow(first, end, marked);
  const places = Array.from({ length: Math.max(0, last - start) }, (_, index) => start + index);
  return (
    <Box flexDirection="column" height={height}>
      <Line text={fit(NO_MARK + head, width)} dim />
      {places.map((place, index) => {
        const { text, colour, dim = false } = view.row(place);
        return (
          <Line
            key={index}
            text={fit((place === row ? MARK : NO_MARK) + text, width)}
            inverse={place === row}
            dim={dim}
            colour={colours ? colour : undefined}
          />
        );
      })}
    </Box>
  );
}
