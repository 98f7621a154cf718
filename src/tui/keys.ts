/** What the keys do. */
import { basename } from 'node:path';
import type { Key } from 'ink';
import { helpLines } from './help.ts';
import { markedRow } from './layout.ts';
import type { TuiSource } from './source.ts';
import { PANELS, type Page, type TuiAction, type TuiState } from './state.ts';
import type { Views } from './views.ts';

/** What keys do to the terminal itself. */
export interface TerminalControl {
  /** Writes something that changes nothing on the screen. */
  send(text: string): void;
  suspend(): void;
  /** Gives the terminal away until the work is done. */
  lend<T>(work: () => Promise<T>): Promise<T>;
}

export interface KeyPress {
  readonly input: string;
  readonly key: Key;
  readonly state: TuiState;
  readonly views: Views;
  readonly source: TuiSource;
  readonly terminal: TerminalControl;
  readonly dispatch: (action: TuiAction) => void;
  /** Rows that the panel shows at once. */
  readonly page: number;
}

/** The exit code after SIGINT, which this key sends where no program reads it. */
const INTERRUPTED = 130;

export function onKey(press: KeyPress): void {
  const { input, key, state } = press;
  if (key.ctrl && input === 'c') quit(press, INTERRUPTED);
  else if (key.ctrl && input === 'z') press.terminal.suspend();
  else if (state.stopping) {
    if (input === 'q') quit(press, 0);
  } else if (state.question !== null) answer(press);
  else if (state.typing !== null) type(press);
  else if (state.page !== null && pageKey(press, state.page)) return;
  else command(press);
}

function set({ dispatch }: KeyPress, change: Partial<TuiState>): void {
  dispatch({ type: 'set', change });
}

function quit(press: KeyPress, exitCode: number): void {
  press.source.quit(exitCode);
  set(press, { stopping: true, message: 'stopping …' });
}

/** Runs something and says how it went; what has a verdict says so itself. */
function attempt(press: KeyPress, doing: string, work: Promise<unknown>, hasVerdict = false): void {
  set(press, { message: `${doing} …` });
  work.then(
    () => set(press, { message: hasVerdict ? '' : `${doing}: done` }),
    (error: unknown) => set(press, { message: messageOf(error) }),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function answer(press: KeyPress): void {
  const { input, key, state, source } = press;
  const { question } = state;
  if (question === null) return;
  if (input === 'y' || key.return) {
    set(press, { question: null });
    attempt(press, `going back to v${question.version}`, source.rollback(question.version), true);
  } else if (input === 'n' || key.escape || input === 'q') set(press, { question: null });
}

function type(press: KeyPress): void {
  const { input, key, state } = press;
  if (key.escape) {
    set(press, { typing: null, ...(state.typing === 'search' ? { search: '' } : withoutFilter(state)) });
  } else if (key.return) {
    set(press, { typing: null });
    if (state.typing === 'search') search(press, -1);
  } else if (key.backspace || key.delete) press.dispatch({ type: 'type', text: '' });
  else if (!key.ctrl && !key.meta && input !== '') press.dispatch({ type: 'type', text: input });
}

function withoutFilter({ logs, marked }: TuiState): Partial<TuiState> {
  return { logs: { ...logs, filter: '' }, marked: { ...marked, logs: -1 } };
}

/** True for a key that belongs to the page. */
function pageKey(press: KeyPress, { lines }: Page): boolean {
  const { input, key, page, dispatch } = press;
  const scroll = (by: number): true => {
    // Long lines are broken, so there may be more of them on the screen.
    dispatch({ type: 'scroll', by, last: Math.max(0, lines.length - 1) });
    return true;
  };
  if (key.escape || key.return || input === '?') {
    set(press, { page: null });
    return true;
  }
  if (key.upArrow || input === 'k') return scroll(-1);
  if (key.downArrow || input === 'j') return scroll(1);
  if (key.pageUp) return scroll(-page);
  if (key.pageDown || input === ' ') return scroll(page);
  return false;
}

function command(press: KeyPress): void {
  const { input, key, state, views, source, dispatch, page } = press;
  const { first, end } = views.current;
  const move = (by: number): void => dispatch({ type: 'move', by, first, end });
  const panel = PANELS[Number(input) - 1];
  if (panel !== undefined) dispatch({ type: 'panel', panel });
  else if (key.tab) {
    const step = key.shift ? PANELS.length - 1 : 1;
    dispatch({ type: 'panel', panel: PANELS[(PANELS.indexOf(state.panel) + step) % PANELS.length] ?? 'services' });
  } else if (key.upArrow || input === 'k') move(-1);
  else if (key.downArrow || input === 'j') move(1);
  else if (key.pageUp) move(-page);
  else if (key.pageDown || input === ' ') move(page);
  else if (key.home || input === 'g') move(first - end);
  else if (key.end || input === 'G') move(end - first);
  else if (input === '?') set(press, { page: { title: 'KEYS', lines: helpLines(), scrolled: 0 } });
  else if (key.escape) set(press, { ...withoutFilter(state), search: '', message: '' });
  else if (input === 'q') quit(press, 0);
  else if (input === 'p') set(press, { paused: source.togglePause() });
  else if (input === 'R') attempt(press, 'restarting the application', source.restartAll(), true);
  else if (state.panel === 'logs' && logKey(press)) return;
  else if (end > first) onRow(press, markedRow(first, end, state.marked[state.panel]));
}

function logKey(press: KeyPress): boolean {
  const { input, state } = press;
  if (input === 'f') set(press, { typing: 'filter' });
  else if (input === '/') set(press, { typing: 'search', search: '' });
  else if (input === 'l') press.dispatch({ type: 'level' });
  else if (input === 'n' && state.search !== '') search(press, -1);
  else if (input === 'N' && state.search !== '') search(press, 1);
  else return false;
  return true;
}

/** Marks the next record with the text of the search, back in time (-1) or forth. */
function search(press: KeyPress, step: 1 | -1): void {
  const { state, views } = press;
  const wanted = state.search;
  if (wanted === '') return;
  const { first, end } = views.current;
  const marked = markedRow(first, end, state.marked.logs);
  // A new search may find the marked record itself.
  const from = state.typing === 'search' ? marked + 1 : marked;
  const found = views.logs.find(wanted, from, step);
  if (found === undefined) set(press, { message: `not found: ${wanted}` });
  else set(press, { marked: { ...state.marked, logs: found }, message: '' });
}

function onRow(press: KeyPress, place: number): void {
  const { input, key, state, views, source } = press;
  const { panel } = state;
  const { current } = views;
  if (key.return && panel === 'problems') open(press, place);
  else if (key.return) {
    const lines = current.details(place);
    if (lines.length > 0) set(press, { page: { title: panel.toUpperCase(), lines, scrolled: 0 } });
  } else if (input === 'o') open(press, place);
  else if (input === 'y') {
    // OSC 52 asks the terminal to fill its clipboard, also over ssh.
    press.terminal.send(`\u001b]52;c;${Buffer.from(current.copy(place)).toString('base64')}\u0007`);
    set(press, { message: 'copied' });
  } else if (input === 'r' && panel === 'services') {
    const id = views.services[place]?.id ?? '';
    attempt(press, `restarting ${id}`, source.restartService(id));
  } else if (input === 'b' && panel === 'versions') {
    const version = views.versions.version(place);
    if (version === undefined) set(press, { message: 'this is no version that can be gone back to' });
    else set(press, { question: { text: `Go back to v${version}?`, version } });
  }
}

function open(press: KeyPress, place: number): void {
  const found = press.views.current.source(place);
  if (found === undefined) {
    set(press, { message: 'there is no file for it' });
    return;
  }
  const job = press.source.edit(found.file, found.line);
  if (!job.inTerminal) {
    attempt(press, `opening ${basename(found.file)} in ${basename(job.command)}`, job.open());
    return;
  }
  // What was saved has its verdict; there is no more to say.
  press.terminal.lend(() => job.open()).catch((error: unknown) => set(press, { message: messageOf(error) }));
}
