/** A page in the place of the panel: its lines, broken where they are too long. */
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { fit, wrap } from './layout.ts';
import { Line } from './line.tsx';
import type { Page } from './state.ts';

export interface PageLinesProps {
  readonly page: Page;
  readonly height: number;
  readonly width: number;
}

export function PageLines({ page, height, width }: PageLinesProps): ReactNode {
  const lines = page.lines.slice(page.scrolled).flatMap((line) => wrap(line, width));
  return (
    <Box flexDirection="column" height={height}>
      <Line text={fit(page.title, width)} dim />
      {lines.slice(0, Math.max(0, height - 1)).map((line, index) => (
        <Line key={index} text={fit(line, width)} />
      ))}
    </Box>
  );
}
