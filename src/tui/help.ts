/** The keys, as the help and the line at the bottom of the screen tell them. */
import { type Panel, type TuiState, typedText } from './state.ts';

const KEYS: readonly (readonly [key: string, text: string])[] = [
  ['1 - 5, tab', 'Choose a panel'],
  ['↑ ↓ k j', 'Mark a row; also page up and page down, g for the first, G for the last'],
  ['enter', 'Everything about the marked row; escape goes back'],
  ['o', 'Open its file in your editor ($WIPPY_EDITOR, $VISUAL or $EDITOR)'],
  ['y', 'Copy it (OSC 52); the mouse selects as everywhere in your terminal'],
  ['r', 'Services: restart the marked one, with those that depend on it'],
  ['b', 'Versions: go back to the marked one'],
  ['f', 'Logs: show only records that contain a text; escape shows all again'],
  ['l', 'Logs: show only records from a level on'],
  ['/', 'Logs: search a text; n goes to the one before, N to the one after'],
  ['R', 'Stop the whole application and start it anew'],
  ['p', 'Hold back saves, or take them over again'],
  ['Ctrl-Z', 'Suspend the program; fg goes on'],
  ['q, Ctrl-C', 'Stop the application and leave; a second time, at once'],
];

export function helpLines(): string[] {
  return KEYS.map(([key, text]) => `${key.padEnd(12)}${text}`);
}

const OWN: Readonly<Record<Panel, string>> = {
  services: 'r restart  o open',
  versions: 'b go back  ↵ more',
  logs: 'f filter  l level  / search  y copy',
  processes: '↵ more  y copy',
  problems: 'o open  y copy',
};

/** The line at the bottom of the screen. @param columns that it may take. */
export function keyLine(state: TuiState, columns: number): string {
  const { question, typing, panel, page } = state;
  if (question !== null) return `${question.text} (y/n)`;
  if (typing !== null) {
    return `${typing === 'filter' ? 'show records with' : 'search'}: ${typedText(state)}▏  ↵ done  esc none`;
  }
  if (page !== null) return '↑↓ scroll  esc back  q quit';
  // The most useful ones come first, and the help, which has all, is never left out.
  const last = '? help  q quit';
  let line = '';
  for (const key of [...OWN[panel].split('  '), 'p pause', 'R restart all', '1-5 panels', '↑↓ mark']) {
    if (line.length + key.length + last.length + 4 <= columns) line += `${key}  `;
  }
  return line + last;
}
