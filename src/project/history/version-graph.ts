/** The lines that connect versions with what they were made from, as in the logs of version control. */
import type { Version } from '../../core/registry/index.ts';

export interface GraphRow {
  readonly version: Version;
  /** Lines that join above the version, if any: `|/`. */
  readonly joins: string | undefined;
  /** The version's own: `* |`. */
  readonly graph: string;
}

/** @param versions newest first. A version that failed is an `x` beside the lines: nothing was made from it. */
export function versionGraph(versions: readonly Version[]): GraphRow[] {
  const lanes: number[] = [];
  return versions.map((version) => {
    if (version.outcome === 'failed') {
      return { version, joins: undefined, graph: [...lanes.map(() => '|'), 'x'].join(' ') };
    }
    const { id, parent } = version;
    const own = lanes.indexOf(id);
    const waiting = lanes.flatMap((lane, index) => (lane === id && index !== own ? [index] : []));
    const joins = waiting.length === 0 ? undefined : lanes.map((_, index) => (waiting.includes(index) ? '/' : '|'));
    for (const index of waiting.reverse()) lanes.splice(index, 1);
    const lane = own < 0 ? lanes.push(id) - 1 : own;
    const graph = lanes.map((_, index) => (index === lane ? '*' : '|')).join(' ');
    if (parent === null || parent === 0) lanes.splice(lane, 1);
    else lanes[lane] = parent;
    return { version, joins: joins?.join(' ').replaceAll('| /', '|/'), graph };
  });
}
