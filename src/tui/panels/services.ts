import { age } from '../../infrastructure/duration.ts';
import { columns, fields } from '../layout.ts';
import type { ShownService, TuiSource } from '../source.ts';
import type { PanelView, RowColour } from './panel-view.ts';

export function servicesView(services: readonly ShownService[], source: TuiSource, width: number): PanelView {
  const line = (id: string, state: string, up: string, restarts: string, details: string): string =>
    columns(
      [
        [id, 0],
        [state, 9],
        [up, 7],
        [restarts, 8],
        [details, 0],
      ],
      width,
    );
  const up = ({ uptimeMs }: ShownService): string => (uptimeMs === null ? '-' : age(uptimeMs));
  return {
    head: line('SERVICE', 'STATE', 'UP', 'RESTARTS', 'DETAILS'),
    first: 0,
    end: services.length,
    row(place) {
      const service = services[place] as ShownService;
      const { id, state, restarts } = service;
      return { text: line(id, state, up(service), String(restarts), details(service)), colour: stateColour(state) };
    },
    details(place) {
      const service = services[place] as ShownService;
      return fields([
        ['service', service.id],
        ['state', service.state],
        ['up', up(service)],
        ['restarts', String(service.restarts)],
        ['details', details(service)],
      ]);
    },
    copy: (place) => services[place]?.id ?? '',
    source: (place) => source.placeOf(services[place]?.id ?? ''),
  };
}

function details({ details: text, retryInMs }: ShownService): string {
  if (retryInMs === null) return text;
  return `again in ${(retryInMs / 1000).toFixed(1)} s${text === '' ? '' : `: ${text}`}`;
}

function stateColour(state: string): RowColour {
  if (state === 'failed') return 'red';
  if (state === 'starting' || state === 'stopping') return 'yellow';
  return state === 'running' ? 'green' : undefined;
}
