/** One line of the screen. */
import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { RowColour } from './panels/panel-view.ts';

export interface LineProps {
  readonly text: string;
  readonly colour?: RowColour | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

export function Line({ text, colour, bold = false, dim = false }: LineProps): ReactNode {
  return (
    <Text wrap="truncate" bold={bold} dimColor={dim} {...(colour && { color: colour })}>
      {text}
    </Text>
  );
}
