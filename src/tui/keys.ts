/** What the keys do. */
import type { Key } from 'ink';
import { logText } from './rows.ts';
import type { TuiSource } from './source.ts';
import { PANELS, type TuiAction, type TuiState } from './state.ts';
import type { Views } from './views.ts';

export const HELP: readonly (readonly [key: string, text: string])[] = [
  ['1 - 5, tab', 'Choose a panel: services, versions, logs, processes, problems'],
  ['up, down', 'Mark a row; also k and j, page up and page down, g and G'],
  ['r', 'Services: restart the marked service, with those that depend on it'],
  ['R', 'Stop the whole application and start it anew'],
  ['b', 'Versions: go back to the marked version'],
  ['/', 'Logs: show only records that contain a text; escape shows all again'],
  ['y', 'Copy the marked row'],
  ['o, enter', 'Problems: open the place in your editor ($VISUAL or $EDITOR)'],
  ['p', 'Hold back saves, or take them over again'],
  ['?', 'Show or hide this help'],
  ['q, Ctrl-C', 'Stop the application and leave'],
];

/** The line at the bottom of the screen. */
export function keyLine({ question, typing, filter, panel }: TuiState): string {
  if (question !== null) return `${question.text} (y/n)`;
  if (typing) return `show records with: ${filter}▏  enter: done  esc: all`;
  const own = {
    services: 'r restart  ',
    versions: 'b go back  ',
    logs: '/ filter  y copy  ',
    processes: 'y copy  ',
    problems: 'o open  ',
  }[panel];
  return `1-5 panels  ↑↓ mark  ${own}R restart all  p pause  ? help  q quit`;
}

export interface KeyPress {
  readonly input: string;
  readonly key: Key;
  readonly state: TuiState;
  readonly views: Views;
  readonly source: TuiSource;
  readonly dispatch: (action: TuiAction) => void;
  /** Rows that the panel shows at once. */
  readonly page: number;
}

export function onKey(press: KeyPress): void {
  const { input, key, state, source } = press;
  if (key.ctrl && input === 'c') source.quit();
  else if (state.question !== null) answer(press);
  else if (state.typing) type(press);
  else command(press);
}

function set({ dispatch }: KeyPress, change: Partial<TuiState>): void {
  dispatch({ type: 'set', change });
}

/** Runs something and says how it went. */
function attempt(press: KeyPress, doing: string, work: Promise<unknown>): void {
  set(press, { message: `${doing} …` });
  work.then(
    () => set(press, { message: `${doing}: done` }),
    (error: unknown) => set(press, { message: error instanceof Error ? error.message : String(error) }),
  );
}

function answer(press: KeyPress): void {
  const { input, key, state, source } = press;
  const { question } = state;
  if (question === null) return;
  if (input === 'y' || key.return) {
    set(press, { question: null });
    if (question.version !== undefined) {
      attempt(press, `going back to v${question.version}`, source.rollback(question.version));
    }
  } else if (input === 'n' || key.escape || input === 'q') set(press, { question: null });
}

function type(press: KeyPress): void {
  const { input, key } = press;
  if (key.escape) set(press, { typing: false, filter: '' });
  else if (key.return) set(press, { typing: false });
  else if (key.backspace || key.delete) press.dispatch({ type: 'type', text: '' });
  else if (!key.ctrl && !key.meta && input !== '') press.dispatch({ type: 'type', text: input });
}

function command(press: KeyPress): void {
  const { input, key, state, views, source, dispatch, page } = press;
  const rows = views.rows.rows.length;
  const move = (by: number): void => dispatch({ type: 'move', by, rows });
  const panel = PANELS[Number(input) - 1];
  if (panel !== undefined) dispatch({ type: 'panel', panel });
  else if (key.tab) {
    const step = key.shift ? PANELS.length - 1 : 1;
    dispatch({ type: 'panel', panel: PANELS[(PANELS.indexOf(state.panel) + step) % PANELS.length] ?? 'services' });
  } else if (key.upArrow || input === 'k') move(-1);
  else if (key.downArrow || input === 'j') move(1);
  else if (key.pageUp) move(-page);
  else if (key.pageDown) move(page);
  else if (input === 'g') move(-rows);
  else if (input === 'G') move(rows);
  else if (input === '?') dispatch({ type: 'help' });
  else if (key.escape) set(press, { help: false, filter: '', message: '' });
  else if (input === 'q') source.quit();
  else if (input === 'p') set(press, { paused: source.togglePause() });
  else if (input === 'R') attempt(press, 'restarting the application', source.restartAll());
  else onRow(press);
}

function onRow(press: KeyPress): void {
  const { input, key, state, views, source } = press;
  const { panel } = state;
  const { rows } = views.rows;
  const row = state.marked[panel] < 0 ? rows.length - 1 : Math.min(state.marked[panel], rows.length - 1);
  if (rows.length === 0) return;
  if (input === '/' && panel === 'logs') set(press, { typing: true });
  else if (input === 'r' && panel === 'services') {
    const id = views.services[row]?.id ?? '';
    attempt(press, `restarting ${id}`, source.restartService(id));
  } else if (input === 'b' && panel === 'versions') {
    const version = views.versions[row];
    if (version === undefined) return;
    set(press, { question: { text: `Go back to v${version.id}?`, action: 'rollback', version: version.id } });
  } else if ((input === 'o' || key.return) && panel === 'problems') {
    const item = state.diagnostics[views.problems[row]?.index ?? -1];
    if (item?.file === undefined) set(press, { message: 'the problem has no file' });
    else source.edit(item.file, item.range?.start.line ?? 1);
  } else if (input === 'y') {
    source.copy(copied(press, row));
    set(press, { message: 'copied' });
  }
}

function copied({ state, views }: KeyPress, row: number): string {
  if (state.panel === 'processes') return views.processes[row]?.pid ?? '';
  if (state.panel === 'services') return views.services[row]?.id ?? '';
  if (state.panel === 'logs' && state.filter === '') {
    const record = views.records[row];
    return record === undefined ? '' : logText(record);
  }
  return (views.rows.rows[row]?.text ?? '').trimEnd();
}
