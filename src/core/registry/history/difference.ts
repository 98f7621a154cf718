/** What differs between two versions of a history that keeps whole records. */
import { invertBaseline, squashBaseline } from '../merge-files.ts';
import { invert, type Operation, squash } from '../operations/operation.ts';
import { type BaselineChange, type VersionRecord, versionNotFound, versionPath } from '../version.ts';
import type { Difference } from './history.ts';

/**
 * The changes of the versions between two, undone on the way back and done on the way forward.
 * @param records the applied versions by id.
 * @throws NotFound `version not found in history`, Internal `failed to compute version path`.
 */
export function differenceOf(records: ReadonlyMap<number, VersionRecord>, from: number, to: number): Difference {
  const parents = new Map(Array.from(records.values(), ({ id, parent }) => [id, parent]));
  const { back, forward } = versionPath(parents, from, to);
  const operations: Operation[] = [];
  const baseline: BaselineChange[] = [];
  const record = (id: number): VersionRecord => {
    const found = records.get(id);
    if (found === undefined) throw versionNotFound(id);
    return found;
  };
  for (const version of back.map(record)) {
    operations.push(...invert(version.changes));
    baseline.push(...invertBaseline(version.baseline));
  }
  for (const version of forward.map(record)) {
    operations.push(...version.changes);
    baseline.push(...version.baseline);
  }
  return { operations: squash(operations), baseline: squashBaseline(baseline) };
}
