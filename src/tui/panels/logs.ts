import { columns, fields } from '../layout.ts';
import { logText } from '../log-text.ts';
import type { LogView } from '../log-view.ts';
import type { TuiState } from '../state.ts';
import type { PanelView, RowColour } from './panel-view.ts';

const LEVELS: Readonly<Record<string, RowColour>> = { error: 'red', fatal: 'red', warn: 'yellow', debug: 'cyan' };

/** @param view has been brought up to date with the choice of the state. */
export function logsView(view: LogView, { logs: { filter, level }, search }: TuiState, width: number): PanelView {
  const choices = [
    level === 'all' ? '' : `from level ${level}`,
    filter === '' ? '' : `with "${filter}"`,
    search === '' ? '' : `search "${search}"`,
  ].filter((part) => part !== '');
  const count = view.end - view.first;
  return {
    head: ['LOG', `${count} ${count === 1 ? 'record' : 'records'}`, ...choices].join('  '),
    first: view.first,
    end: view.end,
    row(place) {
      const record = view.at(place);
      if (record === undefined) return { text: '' };
      return { text: columns([[logText(record), 0]], width), colour: LEVELS[record.level] };
    },
    details(place) {
      const record = view.at(place);
      if (record === undefined) return [];
      const texts = Object.entries(record.fields).map(
        ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
      );
      return fields([
        ['time', new Date(record.time).toISOString()],
        ['level', record.level],
        ['logger', record.logger],
        ['message', record.message],
        ...texts,
      ]);
    },
    copy: (place) => {
      const record = view.at(place);
      return record === undefined ? '' : logText(record);
    },
    source: () => undefined,
  };
}
