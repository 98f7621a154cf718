/** From a stretch of a Lua source to its place: in the Lua file, or in the definition file that holds the code itself. */
import type { Stretch } from '../../../lua/index.ts';
import { LineIndex } from '../../diagnostics/line-index.ts';
import { originOf } from '../../entries/locate-entry.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { scalarOffsets } from '../../yaml/scalar-offsets.ts';
import type { CheckContext } from '../context.ts';
import type { Place } from '../places.ts';
import type { LuaUnit } from './program.ts';

/** Places in one source. */
export type SourcePlaces = (at: Stretch) => Place;

/** A mark that is longer says less. */
const MAX_LENGTH = 200;

export function sourcePlaces({ entry, source }: LuaUnit, context: CheckContext): SourcePlaces {
  const text = source ?? '';
  const origin = originOf(entry);
  const whole = (): Place => context.places.at(entry, 'data.source');
  if (origin === undefined || context.places.isForeign(entry, 'data.source')) return whole;
  const { code } = origin;
  if (code !== undefined) {
    const lines = new LineIndex(text);
    // Editors do not count a byte order mark.
    const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const shifted = ({ line, column }: { line: number; column: number }) => ({
      line,
      column: line === 1 ? Math.max(1, column - mark) : column,
    });
    return ([start, end]) => {
      const range = lines.range(start, Math.min(end, start + MAX_LENGTH));
      return { file: code, range: { start: shifted(range.start), end: shifted(range.end) }, entry: entry.id };
    };
  }
  const tree = context.places.tree(origin.file);
  const node = tree && nodeAt(tree, [...origin.dataPath, 'source']);
  const offsets = tree && scalarOffsets(tree, node);
  if (tree === undefined || offsets === undefined || offsets.length !== text.length + 1) return whole;
  return ([start, end]) => {
    const last = Math.min(Math.max(end, start + 1), start + MAX_LENGTH, text.length);
    const range = tree.lines.range(offsets[Math.min(start, text.length)], offsets[Math.max(0, last - 1)] + 1);
    return { file: origin.file, range, entry: entry.id };
  };
}
