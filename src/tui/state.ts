/** What the terminal UI remembers, changed by events and keys alone. */
import type { DevEvent } from '../dev/session/events.ts';
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';
import { markedRow } from './layout.ts';
import { LOG_LEVELS, type LogChoice } from './log-view.ts';

export const PANELS = ['services', 'versions', 'logs', 'processes', 'problems'] as const;
export type Panel = (typeof PANELS)[number];

/** Something that is asked before it is done. */
export interface Question {
  readonly text: string;
  readonly version: number;
}

/** An event and when it was told, milliseconds since 1970. */
export interface Happened {
  readonly time: number;
  readonly event: DevEvent;
}

/** A text in the place of the panel: the help, or all about one row. */
export interface Page {
  readonly title: string;
  readonly lines: readonly string[];
  readonly scrolled: number;
}

export interface TuiState {
  readonly panel: Panel;
  /** The place of the marked row in each panel; -1 follows the end. */
  readonly marked: Readonly<Record<Panel, number>>;
  /** The last verdict, or null before the first. */
  readonly verdict: DevEvent | null;
  readonly registryVersion: number;
  readonly diagnostics: readonly Diagnostic[];
  /** What was told, oldest first. */
  readonly happened: readonly Happened[];
  /** Whether a version was gone back to that is not what the files say. */
  readonly detached: boolean;
  readonly paused: boolean;
  readonly page: Page | null;
  readonly logs: LogChoice;
  /** What `n` and `N` look for in the log. */
  readonly search: string;
  /** What is being typed. */
  readonly typing: 'filter' | 'search' | null;
  readonly question: Question | null;
  /** A line about what was done last, until the next key or verdict. */
  readonly message: string;
  readonly stopping: boolean;
}

export const initialState: TuiState = {
  panel: 'services',
  marked: { services: 0, versions: 0, logs: -1, processes: 0, problems: 0 },
  verdict: null,
  registryVersion: 0,
  diagnostics: [],
  happened: [],
  detached: false,
  paused: false,
  page: null,
  logs: { filter: '', level: 'all' },
  search: '',
  typing: null,
  question: null,
  message: '',
  stopping: false,
};

export type TuiAction =
  | { readonly type: 'event'; readonly event: DevEvent; readonly time: number }
  | { readonly type: 'panel'; readonly panel: Panel }
  /** In a list with places from `first` to before `end`. */
  | { readonly type: 'move'; readonly by: number; readonly first: number; readonly end: number }
  | { readonly type: 'set'; readonly change: Partial<TuiState> }
  /** Keys may come faster than the screen is drawn, so what depends on the state is asked when it is changed. */
  | { readonly type: 'scroll'; readonly by: number; readonly last: number }
  | { readonly type: 'level' }
  | { readonly type: 'type'; readonly text: string };

const REMEMBERED = 200;

export function reduce(state: TuiState, action: TuiAction): TuiState {
  switch (action.type) {
    case 'event':
      return withEvent(state, action);
    case 'panel':
      return { ...state, panel: action.panel, page: null, message: '' };
    case 'move': {
      const { panel } = state;
      const { first, end, by } = action;
      const from = markedRow(first, end, state.marked[panel]);
      const to = Math.max(first, Math.min(end - 1, from + by));
      // A log that is at its end goes on with new records.
      return { ...mark(state, panel === 'logs' && to === end - 1 ? -1 : Math.max(0, to)), message: '' };
    }
    case 'set':
      return { ...state, ...action.change };
    case 'scroll': {
      if (state.page === null) return state;
      const scrolled = Math.max(0, Math.min(action.last, state.page.scrolled + action.by));
      return { ...state, page: { ...state.page, scrolled } };
    }
    case 'level': {
      const level = LOG_LEVELS[(LOG_LEVELS.indexOf(state.logs.level) + 1) % LOG_LEVELS.length] ?? 'all';
      return { ...mark(state, -1), logs: { ...state.logs, level } };
    }
    case 'type':
      return typed(state, action.text);
  }
}

/** The text that is being typed. */
export function typedText(state: TuiState): string {
  return state.typing === 'search' ? state.search : state.logs.filter;
}

/** An empty text takes the last character away. */
function typed(state: TuiState, text: string): TuiState {
  const before = typedText(state);
  const after = text === '' ? [...before].slice(0, -1).join('') : before + text;
  if (state.typing === 'search') return { ...state, search: after };
  return { ...mark(state, -1), logs: { ...state.logs, filter: after } };
}

function mark(state: TuiState, place: number): TuiState {
  return { ...state, marked: { ...state.marked, [state.panel]: place } };
}

function withEvent(state: TuiState, { event, time }: Happened): TuiState {
  const happened = [...state.happened, { time, event }].slice(-REMEMBERED);
  switch (event.event) {
    case 'rejected':
      return {
        ...state,
        happened,
        verdict: event,
        diagnostics: event.diagnostics,
        marked: { ...state.marked, problems: 0 },
        message: '',
      };
    case 'ready':
    case 'applied':
    case 'noop':
      return {
        ...state,
        happened,
        verdict: event,
        registryVersion: event.registryVersion,
        diagnostics: event.diagnostics ?? [],
        detached: event.event === 'noop' ? state.detached : event.event === 'applied' && event.detached === true,
        message: '',
      };
    case 'notice':
      return { ...state, happened, message: [event.message, event.hint].filter(Boolean).join(' ') };
    default:
      return { ...state, happened };
  }
}
