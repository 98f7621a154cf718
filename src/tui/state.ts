/** What the terminal UI remembers, changed by events and keys alone. */
import type { DevEvent } from '../dev/session/events.ts';
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';

export const PANELS = ['services', 'versions', 'logs', 'processes', 'problems'] as const;
export type Panel = (typeof PANELS)[number];

/** Something that is asked before it is done. */
export interface Question {
  readonly text: string;
  readonly action: 'rollback' | 'quit';
  readonly version?: number;
}

export interface TuiState {
  readonly panel: Panel;
  /** The marked row of each panel; -1 follows the end. */
  readonly marked: Readonly<Record<Panel, number>>;
  /** The last verdict, or null before the first. */
  readonly verdict: DevEvent | null;
  readonly registryVersion: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Verdicts and notices, oldest first. */
  readonly happened: readonly DevEvent[];
  readonly paused: boolean;
  readonly help: boolean;
  /** What logs must contain, and whether it is being typed. */
  readonly filter: string;
  readonly typing: boolean;
  readonly question: Question | null;
  /** A line about what was done last, until the next key. */
  readonly message: string;
}

export const initialState: TuiState = {
  panel: 'services',
  marked: { services: 0, versions: 0, logs: -1, processes: 0, problems: 0 },
  verdict: null,
  registryVersion: 0,
  diagnostics: [],
  happened: [],
  paused: false,
  help: false,
  filter: '',
  typing: false,
  question: null,
  message: '',
};

export type TuiAction =
  | { readonly type: 'event'; readonly event: DevEvent }
  | { readonly type: 'panel'; readonly panel: Panel }
  | { readonly type: 'move'; readonly by: number; readonly rows: number }
  | { readonly type: 'set'; readonly change: Partial<TuiState> }
  /** Keys may come faster than the screen is drawn, so what depends on the state is asked when it is changed. */
  | { readonly type: 'help' }
  | { readonly type: 'type'; readonly text: string };

const REMEMBERED = 200;

export function reduce(state: TuiState, action: TuiAction): TuiState {
  switch (action.type) {
    case 'event':
      return withEvent(state, action.event);
    case 'panel':
      return { ...state, panel: action.panel, help: false, message: '' };
    case 'move': {
      const { panel, marked } = state;
      const last = Math.max(0, action.rows - 1);
      const from = marked[panel] < 0 ? last : Math.min(marked[panel], last);
      const to = Math.max(0, Math.min(last, from + action.by));
      // A log that is at its end goes on with new records.
      const row = panel === 'logs' && to === last ? -1 : to;
      return { ...state, marked: { ...marked, [panel]: row }, message: '' };
    }
    case 'set':
      return { ...state, ...action.change };
    case 'help':
      return { ...state, help: !state.help };
    case 'type':
      return { ...state, filter: action.text === '' ? state.filter.slice(0, -1) : state.filter + action.text };
  }
}

function withEvent(state: TuiState, event: DevEvent): TuiState {
  const happened = [...state.happened, event].slice(-REMEMBERED);
  switch (event.event) {
    case 'rejected':
      return { ...state, happened, verdict: event, diagnostics: event.diagnostics };
    case 'ready':
    case 'applied':
    case 'noop':
      return {
        ...state,
        happened,
        verdict: event,
        registryVersion: event.registryVersion,
        diagnostics: event.diagnostics ?? [],
      };
    default:
      return { ...state, happened };
  }
}
